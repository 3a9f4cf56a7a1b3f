package place

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

func TestMountOfAFolder(t *testing.T) {
	const table = `22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/net\040drive rw - fuse.sshfs host: rw
31 22 8:17 / /mnt/net rw,nosuid - vfat /dev/sdb1 rw
broken line
`
	for dir, want := range map[string]string{
		"/home/x": "ext4", "/mnt/net drive/store": "fuse.sshfs", "/mnt/net": "vfat", "/mnt/network": "ext4", "/mnt/net/a": "vfat",
	} {
		if m, ok := findMount(table, dir); !ok || m.kind != want {
			t.Errorf("%s is on %v", dir, m)
		}
	}
	if !hasPrefix("fuse.ntfs-3g", localFuse) || hasPrefix("fuse.rclone", localFuse) {
		t.Error("kinds in user space are mixed up")
	}
}

func TestJudgedFolders(t *testing.T) {
	const table = `22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/sshfs rw - fuse.sshfs host: rw
31 22 8:17 / /media/stick rw - vfat /dev/sdb1 rw
32 22 8:33 / /data rw - fuseblk /dev/sdc1 rw
33 22 0:41 / /mnt/nfs rw - nfs4 host:/x rw
34 22 0:42 / /mnt/drive rw - fuse.rclone remote: rw
35 22 0:43 / /mnt/files rw - fuse.gvfsd-fuse gvfsd-fuse rw
36 22 0:44 / /tmp rw - tmpfs tmpfs rw
37 22 8:49 / /media/disk rw - fuse.ntfs-3g /dev/sdd1 rw
`
	const ext4, vfat, nfs, smb2, cifs, tmpfs, v9fs = 0xef53, 0x4d44, 0x6969, 0xfe534d42, 0xff534d42, 0x01021994, 0x01021997
	stick := func(device string) bool { return device == "8:17" || device == "8:49" }
	cases := []struct {
		dir   string
		kind  int64
		table string
		want  error
		found string
	}{
		{"/home/x/store", ext4, table, nil, ""},
		{"/tmp/x", tmpfs, table, nil, ""},
		{"/data/store", fuseMagic, table, nil, ""}, // NTFS on a built-in disk
		{"/mnt/nfs/a", nfs, table, ErrNetwork, "nfs"},
		{"/mnt/nfs/a", nfs, "", ErrNetwork, "nfs"}, // the number alone tells
		{"/mnt/any", smb2, table, ErrNetwork, "smb2"},
		{"/mnt/any", cifs, table, ErrNetwork, "cifs"},
		{"/mnt/any", v9fs, table, ErrNetwork, "9p"},
		{"/mnt/sshfs/a", fuseMagic, table, ErrNetwork, "fuse.sshfs"},
		{"/mnt/drive/a", fuseMagic, table, ErrNetwork, "fuse.rclone"},
		{"/mnt/files/a", fuseMagic, table, ErrNetwork, "fuse.gvfsd-fuse"},
		{"/media/stick/a", vfat, table, ErrRemovable, "/media/stick"},
		{"/media/disk/a", fuseMagic, table, ErrRemovable, "/media/disk"},
		{"/media/stick/a", vfat, "", nil, ""}, // what cannot be told is not refused
	}
	for _, c := range cases {
		if found, err := judge(c.dir, c.kind, c.table, stick); !errors.Is(err, c.want) || found != c.found {
			t.Errorf("%s of kind %x: %q, %v", c.dir, c.kind, found, err)
		}
	}
}

// A real file system in user space that is not on the list of local ones is refused; run by make torture, which may mount.
func TestMountedInUserSpace(t *testing.T) {
	if os.Getenv("ZS_TORTURE") != "1" {
		t.Skip("run by make torture")
	}
	if _, err := exec.LookPath("bindfs"); err != nil {
		t.Skip("bindfs is not installed: make packages-all installs it")
	}
	from, to := t.TempDir(), t.TempDir()
	if out, err := exec.Command("bindfs", from, to).CombinedOutput(); err != nil {
		t.Skipf("this machine mounts nothing in user space: %v %s", err, out)
	}
	defer exec.Command("umount", to).Run()
	var refusal *Refusal
	if err := Check(to + "/store"); !errors.As(err, &refusal) || !errors.Is(err, ErrNetwork) {
		t.Errorf("%v", err)
	}
	if err := Check(from + "/store"); err != nil {
		t.Error(err)
	}
}
