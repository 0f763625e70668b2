/**
 * haul as a library: operations on files and trees, run concurrently by an engine of the caller's
 * choice.
 *
 * <p>Begin with {@link dev.haul.Engines} and {@link dev.haul.Copy}:
 *
 * {@snippet :
 * try (Engine engine = Engines.open(EngineKind.THREADS, EngineOptions.defaults())) {
 *   RunSummary summary = engine.run(List.of(new Copy(source, target)), ProgressListener.NONE);
 *   if (!summary.isComplete()) {
 *     summary.failures().forEach(System.err::println);
 *   }
 * }
 * }
 *
 * <p>To add records to a file without a source that is a file, use {@link
 * dev.haul.append.Appender}.
 *
 * <p>The types here are the vocabulary of all rooms: values that a request and its results are made
 * of. A request flows one way: from here to {@code plan}, {@code engine}, {@code task}, {@code fs};
 * nothing below calls back up. {@link dev.haul.Engines} alone names the implementations.
 */
@NullMarked
package dev.haul;

import org.jspecify.annotations.NullMarked;
