package dev.haul.engine.process;

import dev.haul.append.Appenders;
import dev.haul.fs.DirectoryCache;
import dev.haul.fs.TemporaryName;
import dev.haul.task.Mover;
import dev.haul.task.Outcome;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The other process: runs the tasks that come over its standard input, one after the other, and
 * answers over its standard output.
 *
 * <p>It ends when its input does, which is also when whoever started it has died: what is under way
 * is taken back, within a bounded time. What it cannot make sense of ends it too, with a word on
 * its standard error.
 */
public final class Worker {
  static final int VERSION = 4;

  private static final long ALIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long an orphan may take to take back what it was doing. */
  private static final long LAST_MILLIS = 500;

  private static final int MISUNDERSTOOD = 70;

  private final MessageCodec codec = new MessageCodec();
  private final Frames.Reader in;
  private final Frames.Writer out;
  private final Mover mover = Mover.inline();
  private final Appenders appenders = new Appenders();
  private final BlockingQueue<Message.Run> waiting = new LinkedBlockingQueue<>();
  private final Set<Integer> stopped = ConcurrentHashMap.newKeySet();
  private volatile boolean orphaned;
  private volatile @Nullable RemoteTask running;

  private Worker(InputStream in, OutputStream out) {
    this.in = new Frames.Reader(in);
    this.out = new Frames.Writer(out);
  }

  /** Not for people: {@link ProcessEngine} starts it. */
  public static void main(String[] args) {
    // The terminal sends them to everybody; who began the work decides what they mean.
    Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
    Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
    new Worker(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out))
        .work();
  }

  private void work() {
    send(new Message.Hello(VERSION, TemporaryName.run()));
    Thread tasks = Thread.ofPlatform().daemon().name("haul-tasks").start(this::runTasks);
    Thread.ofPlatform().daemon().name("haul-alive").start(this::tellOfLife);
    try {
      listen();
    } catch (IOException e) {
      giveUp(e);
    }
    orphaned = true;
    endSoon(tasks);
  }

  private void listen() throws IOException {
    for (byte[] frame = in.read(); frame != null; frame = in.read()) {
      switch (decode(frame)) {
        case Message.Run run -> waiting.add(run);
        case Message.Stop stop -> stopped.add(stop.request());
        case Message.Reset _ -> stopped.clear();
        case Message.Hello _,
            Message.Alive _,
            Message.Made _,
            Message.Irrevocable _,
            Message.Done _ ->
            throw new IOException("a message that is not for a worker");
      }
    }
  }

  private Message decode(byte[] frame) throws IOException {
    synchronized (codec) {
      return codec.decode(frame);
    }
  }

  // Order counts: tasks are written with regard to those before them. But whoever reads never waits
  // until all is written: the parent does not read while it writes itself.
  private void send(Message message) {
    try {
      synchronized (out) {
        out.write(encode(message));
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(1); // nobody listens any more
    }
  }

  private byte[] encode(Message message) {
    synchronized (codec) {
      return codec.encode(message);
    }
  }

  private void runTasks() {
    // After the greeting: the first system call takes milliseconds.
    DirectoryCache directories = DirectoryCache.withinDescriptorLimit();
    try {
      while (true) {
        run(waiting.take(), directories);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      giveUp(e); // whoever waits for an answer learns that there will be none
    }
  }

  private void run(Message.Run request, DirectoryCache directories) {
    RemoteTask task =
        new RemoteTask(
            request,
            directories,
            appenders,
            mover,
            () -> orphaned || stopped.contains(request.request()),
            this::send);
    running = task;
    Outcome outcome = task.run();
    running = null;
    stopped.remove(request.request());
    send(new Message.Done(request.request(), task.wasStopped(), task.figures(), outcome));
  }

  private void tellOfLife() {
    while (true) {
      LockSupport.parkNanos(ALIVE_NANOS);
      RemoteTask task = running;
      if (task != null) {
        send(new Message.Alive(task.request(), task.figures()));
      }
    }
  }

  private static void giveUp(Throwable error) {
    byte[] words = (error + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileOutputStream log = new FileOutputStream(FileDescriptor.err)) {
      log.write(words);
    } catch (IOException e) {
      // Nobody will read it.
    }
    Runtime.getRuntime().halt(MISUNDERSTOOD);
  }

  private void endSoon(Thread tasks) {
    try {
      if (running != null) {
        tasks.join(LAST_MILLIS);
      }
    } catch (InterruptedException e) {
      // Then at once.
    }
    Runtime.getRuntime().halt(0);
  }
}
