package dev.haul;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a {@link Copy} is done.
 *
 * @param ifExists what happens when a file's target exists
 * @param keep the attributes that the copy keeps
 * @param chmod changes the modes that the copy would have
 * @param chown in place of the sources' owners
 * @param durability what is on the disk when the copy is reported done
 * @param reflink whether data may be shared with the source
 * @param sparse what becomes of runs of zeros; unless it is {@link Sparse#AUTO} no data is shared
 * @param filter which entries of a tree are copied
 * @param special whether FIFOs, sockets and devices are made again, instead of skipped and counted
 * @param oneFileSystem whether the copy stops at mount points
 * @param verify whether source and copy are read back and compared
 * @param dryRun whether nothing is written and everything reported as if it were
 * @param failFast whether the first failure ends the operation; what is under way is still ended
 * @param retries how often a file is tried again after an error that may pass
 * @param backupSuffix what {@link ConflictPolicy#BACKUP} appends to the names of what it keeps
 */
public record CopyOptions(
    ConflictPolicy ifExists,
    Set<Attribute> keep,
    ModeChange chmod,
    Ownership chown,
    Durability durability,
    Reflink reflink,
    Sparse sparse,
    EntryFilter filter,
    boolean special,
    boolean oneFileSystem,
    boolean verify,
    boolean dryRun,
    boolean failFast,
    int retries,
    String backupSuffix) {

  public CopyOptions {
    keep = Set.copyOf(keep);
    if (reflink == Reflink.ALWAYS && sparse != Sparse.AUTO) {
      throw new IllegalArgumentException(
          "what is shared has the holes of its source: " + sparse + " cannot be had");
    }
    if (retries < 0) {
      throw new IllegalArgumentException("retries must not be negative: " + retries);
    }
    if (backupSuffix.isEmpty() || backupSuffix.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a suffix of a name: '" + backupSuffix + "'");
    }
  }

  /** Keeps everything, replaces nothing, stops nowhere. */
  public static CopyOptions defaults() {
    return new Builder().build();
  }

  /** The same with another filter. */
  public CopyOptions withFilter(EntryFilter other) {
    return new CopyOptions(
        ifExists,
        keep,
        chmod,
        chown,
        durability,
        reflink,
        sparse,
        other,
        special,
        oneFileSystem,
        verify,
        dryRun,
        failFast,
        retries,
        backupSuffix);
  }

  /** Options that differ from the defaults in what is set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Sets options one by one; the names are those of the record. */
  public static final class Builder {
    private ConflictPolicy ifExists = ConflictPolicy.FAIL;
    private Set<Attribute> keep = EnumSet.allOf(Attribute.class);
    private ModeChange chmod = ModeChange.NONE;
    private Ownership chown = Ownership.NONE;
    private Durability durability = Durability.NONE;
    private Reflink reflink = Reflink.AUTO;
    private Sparse sparse = Sparse.AUTO;
    private EntryFilter filter = EntryFilter.ALL;
    private boolean special;
    private boolean oneFileSystem;
    private boolean verify;
    private boolean dryRun;
    private boolean failFast;
    private int retries = 3;
    private String backupSuffix = "~";

    private Builder() {}

    public Builder ifExists(ConflictPolicy value) {
      ifExists = value;
      return this;
    }

    public Builder keep(Set<Attribute> value) {
      keep = value;
      return this;
    }

    public Builder chmod(ModeChange value) {
      chmod = value;
      return this;
    }

    public Builder chown(Ownership value) {
      chown = value;
      return this;
    }

    public Builder durability(Durability value) {
      durability = value;
      return this;
    }

    public Builder reflink(Reflink value) {
      reflink = value;
      return this;
    }

    public Builder sparse(Sparse value) {
      sparse = value;
      return this;
    }

    public Builder filter(EntryFilter value) {
      filter = value;
      return this;
    }

    public Builder special(boolean value) {
      special = value;
      return this;
    }

    public Builder oneFileSystem(boolean value) {
      oneFileSystem = value;
      return this;
    }

    public Builder verify(boolean value) {
      verify = value;
      return this;
    }

    public Builder dryRun(boolean value) {
      dryRun = value;
      return this;
    }

    public Builder failFast(boolean value) {
      failFast = value;
      return this;
    }

    public Builder retries(int value) {
      retries = value;
      return this;
    }

    public Builder backupSuffix(String value) {
      backupSuffix = value;
      return this;
    }

    public CopyOptions build() {
      return new CopyOptions(
          ifExists,
          keep,
          chmod,
          chown,
          durability,
          reflink,
          sparse,
          filter,
          special,
          oneFileSystem,
          verify,
          dryRun,
          failFast,
          retries,
          backupSuffix);
    }
  }
}
