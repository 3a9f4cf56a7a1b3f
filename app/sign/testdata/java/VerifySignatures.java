import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.security.Security;
import java.util.Collection;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Judges every signature of a PDF with PDFBox and BouncyCastle, one line each: name, algorithm, verdict. */
public final class VerifySignatures {
    public static void main(String[] args) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        byte[] file = Files.readAllBytes(new File(args[0]).toPath());
        try (PDDocument document = PDDocument.load(file)) {
            for (PDSignature signature : document.getSignatureDictionaries()) {
                System.out.println(signature.getName() + " " + judge(signature, file));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static String judge(PDSignature signature, byte[] file) {
        try {
            byte[] contents = signature.getContents(file);
            byte[] der = new ASN1InputStream(new ByteArrayInputStream(contents)).readObject().getEncoded();
            CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(signature.getSignedContent(file)), der);
            SignerInformation signer = cms.getSignerInfos().getSigners().iterator().next();
            Collection<X509CertificateHolder> found = cms.getCertificates().getMatches(signer.getSID());
            X509CertificateHolder certificate = found.iterator().next();
            boolean valid = signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate));
            return signer.getEncryptionAlgOID() + (valid ? " VALID" : " INVALID");
        } catch (Exception problem) {
            return "INVALID " + problem.getMessage();
        }
    }
}
