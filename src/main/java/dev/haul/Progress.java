package dev.haul;

import java.time.Duration;

/**
 * How far a run is; may be shown, and is never counted with.
 *
 * @param complete whether everything that there is to do has been found, so that it makes sense to
 *     speak of a part of it
 * @param entriesFound entries known of; grows while directories are still being read
 * @param entriesDone entries finished, whatever came of them
 * @param bytesFound the sizes of the files known of that are large or done; grows likewise
 * @param bytesDone of file data
 * @param failures until now
 * @param current a file that is being worked on, or empty
 */
public record Progress(
    boolean complete,
    long entriesFound,
    long entriesDone,
    long bytesFound,
    long bytesDone,
    long failures,
    String current,
    Duration elapsed) {}
