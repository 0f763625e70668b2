package dev.haul.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.haul.AppendOptions;
import dev.haul.ConflictPolicy;
import dev.haul.CopyOptions;
import dev.haul.DeleteOptions;
import dev.haul.Durability;
import dev.haul.EntryFilter;
import dev.haul.Location;
import dev.haul.Locking;
import dev.haul.ModeChange;
import dev.haul.Ownership;
import dev.haul.RecordFormat;
import dev.haul.fs.DirectoryEntry;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.FileIdentity;
import dev.haul.fs.FileType;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import dev.haul.task.AppendJob;
import dev.haul.task.AppendSource;
import dev.haul.task.CopyDirectory;
import dev.haul.task.CopyEntry;
import dev.haul.task.CopyFiles;
import dev.haul.task.CopyJob;
import dev.haul.task.CopyJob.Purpose;
import dev.haul.task.DeleteEntry;
import dev.haul.task.DeleteJob;
import dev.haul.task.LinkFile;
import dev.haul.task.LostAttempts;
import dev.haul.task.Outcome;
import dev.haul.task.Outcome.Found;
import dev.haul.task.ProgressMeter.Figures;
import dev.haul.task.Task;
import dev.haul.task.TaskReport;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages over a connection, and what is none. {@code -Dcount=} and {@code -Dseed=} for more. */
final class MessageCodecTest {
  private static final int COUNT = Integer.getInteger("count", 100_000);
  private static final long SEED = Long.getLong("seed", 5);

  private final MessageCodec here = new MessageCodec();
  private final MessageCodec there = new MessageCodec();

  private static CopyJob job() {
    CopyOptions options =
        CopyOptions.builder()
            .ifExists(ConflictPolicy.BACKUP)
            .durability(Durability.DATA)
            .chmod(ModeChange.parse("u+rwX,go-w"))
            .chown(new Ownership(3, Ownership.KEEP))
            .filter(EntryFilter.of(List.of("*.java"), List.of("target/")).narrowedTo(List.of("a/")))
            .backupSuffix(".old")
            .build();
    return new CopyJob(7, 1, 1, true, options, Purpose.COPY);
  }

  private static DirectoryRef root(int id) {
    Root root = new Root(id, Location.parse("a place/ünï"), Root.Kind.LINUX);
    return DirectoryRef.root(root, new FileIdentity(1, id));
  }

  private static DirectoryRef below(DirectoryRef top, String... names) {
    DirectoryRef ref = top;
    for (String name : names) {
      ref = ref.child(Name.of(name), new FileIdentity(1, name.hashCode()));
    }
    return ref;
  }

  private static List<Message> messages() {
    CopyJob job = job();
    DirectoryRef source = root(1);
    DirectoryRef target = root(2);
    Name name = Name.of(new byte[] {'x', (byte) 0xff});
    CopyEntry entry =
        new CopyEntry(
            job, below(source, "a", "b"), name, below(target, "a", "b"), name, true, true);
    Task directory =
        new CopyDirectory(job, below(source, "a"), name, below(target, "a"), null, true, 12);
    Task files =
        new CopyFiles(
            job,
            below(source, "a", "c", "d"),
            target,
            false,
            List.of(new DirectoryEntry(name, FileType.SYMBOLIC_LINK)));
    Task link = new LinkFile(below(target, "z"), name, entry);
    LostAttempts lost =
        new LostAttempts(
            Instant.ofEpochSecond(5, 6), Set.of(new FileIdentity(8, 9)), List.of("run"), 2);
    Figures figures = new Figures(1, 2, 3, 4, "current");
    TaskReport report = TaskReport.failed(files, "for a reason");
    return List.of(
        new Message.Hello(1, "0123456789abcdef"),
        new Message.Run(1, directory, true, null),
        new Message.Run(2, files, false, lost),
        new Message.Run(3, link, false, null),
        new Message.Run(4, entry, false, null),
        new Message.Stop(3),
        new Message.Alive(2, figures),
        new Message.Made(2, new FileIdentity(3, 4)),
        new Message.Irrevocable(2),
        new Message.Run(6, append(source, name), true, null),
        new Message.Done(
            2,
            true,
            figures,
            new Outcome(
                report,
                List.of(
                    new Found(directory, null),
                    new Found(
                        directory,
                        new Outcome(new TaskReport(), List.of(new Found(link, null))))))),
        new Message.Reset(),
        new Message.Run(5, directory, true, null));
  }

  private static AppendSource append(DirectoryRef source, Name name) {
    AppendOptions options =
        new AppendOptions(Locking.OFD, Duration.ofMillis(1500), Durability.DATA, true, 0640);
    AppendJob job =
        new AppendJob(9, true, Location.parse("a/log"), RecordFormat.fixed(12), options);
    return new AppendSource(job, source, name, new FileIdentity(5, 6), 70, 80, 90);
  }

  @Test
  void messages_arriveAsTheyWereSent() throws Exception {
    for (Message message : messages()) {
      byte[] frame = here.encode(message);
      Message arrived = there.decode(frame);
      // What has no equality of its own is compared by what it is written as.
      assertThat(new MessageCodec().encode(arrived)).isEqualTo(new MessageCodec().encode(message));
    }
  }

  @Test
  void secondDirectoryBelowTheSame_isWrittenShort() {
    DirectoryRef deep = root(1);
    for (int i = 0; i < 1000; i++) {
      deep = below(deep, "name" + i);
    }
    DirectoryRef target = root(2);
    Name name = Name.of("x");
    CopyJob job = job();
    here.encode(
        new Message.Run(1, new CopyEntry(job, deep, name, target, name, true, true), false, null));
    DirectoryRef sibling = below(deep, "next");
    byte[] second =
        here.encode(
            new Message.Run(
                2, new CopyEntry(job, sibling, name, target, name, true, true), false, null));
    assertThat(second.length).isLessThan(150);
  }

  /** The copies that a move falls back to: both sides know them, and may be the first to speak. */
  @Test
  void jobThatBothSidesDescribeAtOnce_isTheSame() throws Exception {
    Name name = Name.of("x");
    Task copy = new CopyEntry(job(), root(1), name, root(2), name, false, false);
    DeleteJob other = new DeleteJob(1, 1, false, DeleteOptions.defaults());
    for (int id = 1; id <= 2; id++) {
      Task task = new DeleteEntry(other, root(id), name, false);
      there.decode(here.encode(new Message.Run(id, task, false, null)));
    }
    byte[] question = here.encode(new Message.Run(3, copy, false, null));
    byte[] answer =
        there.encode(
            new Message.Done(
                1,
                false,
                Figures.NONE,
                new Outcome(new TaskReport(), List.of(new Found(copy, null)))));
    assertThat(there.decode(question)).isInstanceOf(Message.Run.class);
    assertThat(here.decode(answer)).isInstanceOf(Message.Done.class);
    // From then on its number is enough.
    assertThat(here.decode(there.encode(new Message.Run(4, copy, false, null))))
        .isInstanceOf(Message.Run.class);
    assertThatThrownBy(() -> here.decode(answer)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void framesThatAreNone_areRefusedAndNothingElse() {
    Random random = new Random(SEED);
    List<byte[]> frames = new ArrayList<>();
    for (Message message : messages()) {
      frames.add(new MessageCodec().encode(message));
    }
    int refused = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] frame = mutated(frames.get(random.nextInt(frames.size())), random);
      MessageCodec codec = new MessageCodec();
      try {
        codec.decode(frame);
      } catch (ProtocolException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + SEED + ", frame " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(COUNT / 2);
  }

  private static byte[] mutated(byte[] frame, Random random) {
    byte[] mutated = random.nextInt(8) == 0 ? new byte[1 + random.nextInt(200)] : frame.clone();
    if (mutated.length != frame.length) {
      random.nextBytes(mutated);
    }
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0
        ? java.util.Arrays.copyOf(mutated, 1 + random.nextInt(2 * mutated.length))
        : mutated;
  }

  @Test
  void namesThatLeadElsewhere_areRefused() {
    CopyEntry entry =
        new CopyEntry(job(), root(1), Name.of("NN"), root(2), Name.of("x"), true, true);
    byte[] frame = here.encode(new Message.Run(1, entry, false, null));
    for (String name : List.of("..", "a/", "/e")) {
      byte[] changed = frame.clone();
      int at = new String(frame, StandardCharsets.ISO_8859_1).indexOf("NN");
      System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, changed, at, 2);
      assertThatThrownBy(() -> new MessageCodec().decode(changed))
          .as(name)
          .isInstanceOf(ProtocolException.class);
    }
  }
}
