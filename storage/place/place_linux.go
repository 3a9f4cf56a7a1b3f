package place

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// networks are the file systems of other machines by the number that statfs gives.
var networks = map[int64]string{
	0x6969: "nfs", 0x517b: "smb", 0xff534d42: "cifs", 0xfe534d42: "smb2", 0x01021997: "9p", 0x5346414f: "afs", 0x73757245: "coda",
	0x0bd00bd0: "lustre", 0x00c36400: "ceph", 0x7461636f: "ocfs2", 0x47504653: "gpfs", 0x564c: "ncp", 0x01161970: "gfs2",
}

const fuseMagic = 0x65735546

// localFuse are the file systems in user space that keep their data on a disk of the machine.
var localFuse = []string{"fuseblk", "fuse.ntfs", "fuse.exfat", "fuse.lxcfs", "fuse.overlayfs", "fuse.fuse-overlayfs", "fuse.encfs", "fuse.gocryptfs", "fuse.mergerfs"}

func drive(dir string) (found string, err error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return "", nil //nolint:nilerr // what cannot be judged is not refused; opening it will say what is wrong
	}
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		table = nil // then only the number of the file system tells
	}
	return judge(dir, int64(fs.Type)&0xffffffff, string(table), removable)
}

// judge decides by the number of the file system, the table of mounts, and what is known of a device.
func judge(dir string, kind int64, table string, removable func(device string) bool) (found string, err error) {
	if name, ok := networks[kind]; ok {
		return name, ErrNetwork
	}
	mount, ok := findMount(table, dir)
	if !ok {
		return "", nil
	}
	if kind == fuseMagic && !hasPrefix(mount.kind, localFuse) {
		return mount.kind, ErrNetwork
	}
	if removable(mount.device) {
		return mount.point, ErrRemovable
	}
	return "", nil
}

func hasPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// mount is a line of /proc/self/mountinfo.
type mount struct{ device, point, kind string }

// findMount finds the file system a folder is on.
func findMount(table, dir string) (best mount, ok bool) {
	for line := range strings.Lines(table) {
		before, after, _ := strings.Cut(line, " - ")
		fields, kinds := strings.Fields(before), strings.Fields(after)
		if len(fields) < 5 || len(kinds) < 1 {
			continue
		}
		m := mount{device: fields[2], point: unescape(fields[4]), kind: kinds[0]}
		if within(dir, m.point) && len(m.point) >= len(best.point) {
			best, ok = m, true
		}
	}
	return best, ok
}

func within(dir, point string) bool {
	return dir == point || point == "/" || strings.HasPrefix(dir, point+"/")
}

var mountEscapes = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)

func unescape(s string) string { return mountEscapes.Replace(s) }

// removable asks the kernel whether the disk of a device can be taken out; partitions answer through their disk.
func removable(device string) bool {
	path, err := filepath.EvalSymlinks(fmt.Sprintf("/sys/dev/block/%s", device))
	if err != nil {
		return false
	}
	for _, dir := range []string{path, filepath.Dir(path)} {
		if data, err := os.ReadFile(filepath.Join(dir, "removable")); err == nil {
			return strings.TrimSpace(string(data)) == "1"
		}
	}
	return false
}

// Free returns how many bytes this user can still write on the disk of a folder.
func Free(dir string) (uint64, error) {
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil {
		return 0, os.NewSyscallError("statfs", err)
	}
	return fs.Bavail * uint64(fs.Bsize), nil
}

// System asks the system which machine and start this is.
func System() Host {
	return Host{Machine: firstOf("/etc/machine-id", "/var/lib/dbus/machine-id"), Boot: firstOf("/proc/sys/kernel/random/boot_id")}
}

func firstOf(files ...string) string {
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil && len(data) > 0 {
			return strings.TrimSpace(string(data))
		}
	}
	host, err := os.Hostname()
	if err != nil {
		return ""
	}
	return host
}
