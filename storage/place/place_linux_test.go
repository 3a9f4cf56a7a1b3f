package place

import "testing"

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
