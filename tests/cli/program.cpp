#include "tests/cli/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace lastseen::cli::testing {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::vector<std::string> Outcome::complaints() const {
  std::vector<std::string> lines;
  std::istringstream text(err);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

Workplace::Workplace() {
  std::string name = (std::filesystem::temp_directory_path() / "lastseen-cli-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  streams_ = name;
  folder_ = streams_ / "work";
  std::filesystem::create_directory(folder_);
  std::filesystem::create_directory(streams_ / "bin");
  std::filesystem::create_symlink(LASTSEEN_PROGRAM, streams_ / "bin" / "lastseen");
  const auto less = streams_ / "bin" / "less";
  std::ofstream(less) << "#!/bin/sh\nexec cat\n";
  std::filesystem::permissions(less, std::filesystem::perms::owner_all);
}

Workplace::~Workplace() {
  std::error_code ignored;
  std::filesystem::remove_all(streams_, ignored);
}

std::vector<std::string> Workplace::files() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

void Workplace::write(const std::string& name, const std::string& content) const {
  std::ofstream(folder_ / name, std::ios::binary) << content;
}

std::string Workplace::read(const std::string& name) const { return read_file(folder_ / name); }

pid_t Workplace::start(const std::vector<std::string>& command, const std::string& out) const {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const std::string out_path = out.empty() ? (streams_ / "out").string() : out;
  const std::string err_path = (streams_ / "err").string();
  const int flags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out_path.c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_path.c_str(), flags, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, folder_.c_str());
  pid_t process = 0;
  const int failed = posix_spawn(&process, command[0].c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + command[0]);
  return process;
}

Outcome Workplace::finish(pid_t process) const {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          read_file(streams_ / "out"),
          read_file(streams_ / "err"),
          {}};
}

Outcome Workplace::run(const std::vector<std::string>& arguments, const std::string& out) const {
  std::vector<std::string> command = {LASTSEEN_PROGRAM};
  command.insert(command.end(), arguments.begin(), arguments.end());
  Outcome outcome = finish(start(command, out));
  if (!out.empty()) outcome.out.clear();
  return outcome;
}

Outcome Workplace::shell(const std::string& line) const {
  return finish(start({"/bin/sh", "-c", "PATH=" + (streams_ / "bin").string() + ":$PATH; " + line}, ""));
}

Outcome Workplace::interrupted(const std::vector<std::string>& arguments, int signal, int after_ms) const {
  return interrupted(
      arguments, signal, [&] { std::this_thread::sleep_for(std::chrono::milliseconds(after_ms)); }, "");
}

Outcome Workplace::interrupted(const std::vector<std::string>& arguments, int signal,
                               const std::function<void()>& wait_for_moment, const std::string& out) const {
  std::vector<std::string> command = {LASTSEEN_PROGRAM};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const pid_t process = start(command, out);
  wait_for_moment();
  const auto sent = std::chrono::steady_clock::now();
  kill(process, signal);
  Outcome outcome = finish(process);
  outcome.heard_after =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - sent);
  if (!out.empty()) outcome.out.clear();
  return outcome;
}

const std::vector<std::string>& commands() {
  static const std::vector<std::string> all = {"init",   "run",     "compare", "sweep",
                                               "report", "explain", "list",    "check"};
  return all;
}

std::vector<std::string> examples_in(const std::string& help) {
  std::vector<std::string> examples;
  std::istringstream text(help);
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
    if (line == "Examples:") {
      inside = true;
    } else if (line.empty()) {
      inside = false;
    } else if (inside && line.starts_with("  lastseen ")) {
      examples.push_back(line.substr(2));
    }
  }
  return examples;
}

}  // namespace lastseen::cli::testing
