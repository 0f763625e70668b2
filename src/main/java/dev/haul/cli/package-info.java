/**
 * The command line: the only room that prints, exits, or knows picocli.
 *
 * <p>{@link dev.haul.cli.Main} is where the JVM enters. The way of a command: {@link
 * dev.haul.cli.CommandParser} makes {@link dev.haul.cli.Arguments} of the words, {@link
 * dev.haul.cli.CopyRequest} turns these into the types of the API, {@link dev.haul.cli.CopyCommand}
 * plans it, and a {@link dev.haul.cli.CommandRun} runs it and tells what comes of it. Only the
 * classes named {@code *Spec} and the parser see picocli, and they build its model by hand: its
 * annotations cost as much at every start as the JVM itself.
 */
@NullMarked
package dev.haul.cli;

import org.jspecify.annotations.NullMarked;
