package serve

import "golang.org/x/sys/unix"

// isRemote reports whether a folder is on a file system that changes without notice to this
// machine's kernel: a network drive, or a Windows drive in WSL.
func isRemote(folder string) bool {
	var info unix.Statfs_t
	if unix.Statfs(folder, &info) != nil {
		return false
	}
	switch uint32(info.Type) {
	case unix.NFS_SUPER_MAGIC, unix.SMB_SUPER_MAGIC, unix.CIFS_SUPER_MAGIC, unix.SMB2_SUPER_MAGIC,
		unix.V9FS_MAGIC, unix.AFS_SUPER_MAGIC, unix.CEPH_SUPER_MAGIC, unix.FUSE_SUPER_MAGIC:
		return true
	}
	return false
}
