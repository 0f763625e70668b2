package dev.haul;

/** What a copy can keep of a file besides its data and its name. */
public enum Attribute {
  /** Permission bits, setuid, setgid and sticky. */
  MODE,
  /** Owner and group, as far as the caller may set them. */
  OWNER,
  /** Access and modification time, to the nanosecond. */
  TIMES,
  /** That several names are one file. */
  LINKS,
  /** Extended attributes other than the access control lists. */
  XATTR,
  /** POSIX access control lists. */
  ACL
}
