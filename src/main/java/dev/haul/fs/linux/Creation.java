package dev.haul.fs.linux;

import dev.haul.Ownership;

/**
 * What the kernel gives to a file made in one directory. Learned from the first one: the group
 * depends on the directory's setgid bit and on mount options, the owner on the file system.
 *
 * @param inheritsAcl whether the directory's default access control list is put on new entries; the
 *     mode asked for is then not the mode they get
 */
record Creation(Ownership owner, boolean inheritsAcl) {}
