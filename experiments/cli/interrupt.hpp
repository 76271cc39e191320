// Ctrl-C and SIGTERM end the program at once, wherever it is: in the middle of a session, freeing the memory of a large one,
// or waiting for a reader that does not read. The signal's handler does it all, so that no loop has to ask whether to
// stop; what it must know, it is told here beforehand.
#pragma once

#include <string>

namespace lastseen::cli {

/// From now on an interrupt removes the unfinished file, says on stderr whether anything of the output can have been seen,
/// and ends the program with exit_interrupted. A file beyond the size that the system allows is an error of writing, and no
/// signal.
void catch_interrupts();

/// To be called before anything is written to stdout, to a pipe or a device, or put in the place of a file.
void output_begins();

/// A file that an interrupt removes, until this object is gone. One at a time.
class UnfinishedFile {
 public:
  /// Make it before the file: one that is not there yet is not missed.
  explicit UnfinishedFile(const std::string& path);
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
};

}  // namespace lastseen::cli
