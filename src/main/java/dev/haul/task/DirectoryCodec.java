package dev.haul.task;

import dev.haul.Location;
import dev.haul.fs.DirectoryRef;
import dev.haul.fs.Name;
import dev.haul.fs.Root;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Directories as bytes: a root's number, and the names and identities below it as far as they
 * differ from the directory before. In a deep tree that is one name instead of thousands.
 */
final class DirectoryCodec {
  // What both sides know by its number; whoever mentions it first describes it.
  private final Map<Integer, DirectoryRef> roots = new HashMap<>();
  private final Map<Integer, DirectoryRef> lastWritten = new HashMap<>();
  private final Map<Integer, DirectoryRef> lastRead = new HashMap<>();

  void write(DirectoryRef directory, DataOutputStream out) throws IOException {
    int root = directory.root().id();
    DirectoryRef last = lastWritten.put(root, directory);
    int shared = last == null ? 0 : sharedDepth(last, directory);
    writeRoot(directory, out);
    out.writeInt(shared);
    out.writeInt(directory.depth() - shared);
    if (shared < directory.depth()) {
      for (DirectoryRef ref : directory.chain().subList(shared, directory.depth())) {
        Names.writeNullable(ref.name(), out);
        Names.writeIdentity(ref.identity(), out);
      }
    }
  }

  private void writeRoot(DirectoryRef directory, DataOutputStream out) throws IOException {
    Root root = directory.root();
    DirectoryRef top = ancestor(directory, 0);
    out.writeInt(root.id());
    boolean first = roots.putIfAbsent(root.id(), top) == null;
    out.writeBoolean(first);
    if (first) {
      Texts.write(root.location().toString(), out);
      Enums.write(root.kind(), out);
      Names.writeIdentity(top.identity(), out);
    }
  }

  private DirectoryRef readRoot(DataInputStream in) throws IOException {
    int id = in.readInt();
    if (in.readBoolean()) {
      Location location = Location.parse(Texts.read(in));
      Root root = new Root(id, location, Enums.read(Root.Kind.values(), in));
      DirectoryRef top = DirectoryRef.root(root, Names.readIdentity(in));
      if (roots.putIfAbsent(id, top) != null) {
        throw new ProtocolException("root " + id + " is another one");
      }
      return top;
    }
    DirectoryRef top = roots.get(id);
    if (top == null) {
      throw new ProtocolException("no root has the number " + id);
    }
    return top;
  }

  private static int sharedDepth(DirectoryRef one, DirectoryRef other) {
    int depth = Math.min(one.depth(), other.depth());
    DirectoryRef a = ancestor(one, depth);
    DirectoryRef b = ancestor(other, depth);
    int shared = depth;
    while (depth > 0 && !a.equals(b)) {
      if (!a.identity().equals(b.identity()) || !Objects.equals(a.name(), b.name())) {
        shared = depth - 1;
      }
      depth--;
      a = ancestor(a, depth);
      b = ancestor(b, depth);
    }
    return shared;
  }

  private static DirectoryRef ancestor(DirectoryRef of, int depth) {
    DirectoryRef ref = of;
    for (DirectoryRef up = ref.parent(); up != null && ref.depth() > depth; up = ref.parent()) {
      ref = up;
    }
    return ref;
  }

  DirectoryRef read(DataInputStream in) throws IOException {
    DirectoryRef top = readRoot(in);
    DirectoryRef last = lastRead.getOrDefault(top.root().id(), top);
    int shared = in.readInt();
    if (shared < 0 || shared > last.depth()) {
      throw new ProtocolException("below a directory that was not there");
    }
    DirectoryRef ref = ancestor(last, shared);
    for (int left = in.readInt(); left > 0; left--) {
      Name name = Names.readNullable(in);
      if (name == null) {
        throw new ProtocolException("a directory without a name");
      }
      ref = ref.child(name, Names.readIdentity(in));
    }
    lastRead.put(top.root().id(), ref);
    return ref;
  }
}
