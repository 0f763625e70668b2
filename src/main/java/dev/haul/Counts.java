package dev.haul;

/**
 * What came of an operation or a run, in numbers.
 *
 * @param files regular files copied, deleted or renamed; of a copy, each name of a hard-linked file
 *     counted once as a file or once in {@code hardLinks}
 * @param bytes the sizes of those files; of a deletion, only those of a dry run
 * @param directories made, merged into, deleted or renamed
 * @param symbolicLinks copied as links, deleted or renamed
 * @param hardLinks made instead of copying again
 * @param specials FIFOs, sockets and devices made, deleted or renamed
 * @param skipped entries left alone because of a conflict policy
 * @param specialsSkipped FIFOs, sockets and devices not asked for
 * @param renamed entries that were moved in one step, a directory with all that is in it
 * @param removed entries whose copies were moved there, and that were deleted then; no directories
 * @param failed entries that could not be done
 */
public record Counts(
    long files,
    long bytes,
    long directories,
    long symbolicLinks,
    long hardLinks,
    long specials,
    long skipped,
    long specialsSkipped,
    long renamed,
    long removed,
    long failed) {

  public static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  public Counts plus(Counts other) {
    return new Counts(
        files + other.files,
        bytes + other.bytes,
        directories + other.directories,
        symbolicLinks + other.symbolicLinks,
        hardLinks + other.hardLinks,
        specials + other.specials,
        skipped + other.skipped,
        specialsSkipped + other.specialsSkipped,
        renamed + other.renamed,
        removed + other.removed,
        failed + other.failed);
  }

  /** Entries of every kind that were made, moved or deleted. */
  public long made() {
    return files + directories + symbolicLinks + hardLinks + specials + renamed;
  }
}
