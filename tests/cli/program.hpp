// Runs the built program as a user does: arguments in, exit status and two streams out, in an empty folder of
// its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace lastseen::cli::testing {

struct Outcome {
  int status = -1;  ///< exit status; 128 + signal when killed by one
  std::string out;
  std::string err;
  std::chrono::milliseconds heard_after{};  ///< from a signal that it was sent to its end

  /// The lines of stderr.
  std::vector<std::string> complaints() const;
};

/// A folder that is there for one test, and the program in it.
class Workplace {
 public:
  Workplace();
  ~Workplace();
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  /// Names of all that is in the folder, sorted.
  std::vector<std::string> files() const;
  void write(const std::string& name, const std::string& content) const;
  std::string read(const std::string& name) const;

  /// Runs `lastseen` with these arguments; stdin is empty, and neither stream is a terminal. `out` instead of
  /// a file to catch it, e.g. /dev/full.
  Outcome run(const std::vector<std::string>& arguments, const std::string& out = "") const;
  /// Runs a line of shell in which `lastseen` is the program, and `less` lets through what it is given.
  Outcome shell(const std::string& line) const;
  /// Starts `lastseen`, sends it the signal after so many milliseconds, and waits for its end.
  Outcome interrupted(const std::vector<std::string>& arguments, int signal, int after_ms) const;
  /// The same once `wait_for_moment` returns; `out` as above.
  Outcome interrupted(const std::vector<std::string>& arguments, int signal,
                      const std::function<void()>& wait_for_moment, const std::string& out) const;

 private:
  pid_t start(const std::vector<std::string>& command, const std::string& out) const;
  Outcome finish(pid_t process) const;

  std::filesystem::path folder_;   // what the user sees
  std::filesystem::path streams_;  // beside it: the streams, and the programs for the shell
};

/// All that `lastseen --help` and each command's --help print.
const std::vector<std::string>& commands();

/// The lines below "Examples:" in a help text.
std::vector<std::string> examples_in(const std::string& help);

}  // namespace lastseen::cli::testing
