import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Judges files by PDFBox preflight as PDF/A-1b: one line "valid" or "CODE details" for each error. */
public class CheckArchive {
    public static void main(String[] args) throws Exception {
        for (String path : args) {
            ValidationResult result;
            PreflightParser parser = new PreflightParser(new File(path));
            try {
                parser.parse();
                try (PreflightDocument document = parser.getPreflightDocument()) {
                    document.validate();
                    result = document.getResult();
                }
            } catch (SyntaxValidationException e) {
                result = e.getResult();
            }
            if (result.isValid()) {
                System.out.println("valid");
            }
            for (ValidationResult.ValidationError error : result.getErrorsList()) {
                System.out.println(error.getErrorCode() + " " + error.getDetails());
            }
        }
    }
}
