#include <lastseen/experiments/cli/output_file.hpp>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {

namespace fs = std::filesystem;

OutputFile::OutputFile(const std::string& path, std::string option, const std::string& input)
    : path_(path), option_(std::move(option)), target_(path) {
  if (is_stdout()) return;
  std::error_code error;
  if (path_.empty() || fs::is_directory(path_, error)) fail("is not a file name");
  if (fs::is_symlink(path_, error)) {
    target_ = fs::weakly_canonical(path_, error).string();
    if (error || fs::is_symlink(target_, error)) fail("is a dangling symbolic link");
  }
  if (!input.empty() && fs::equivalent(target_, input, error) && !error) fail("is the scenario being read");
  is_special_ = fs::exists(target_, error) && !fs::is_regular_file(target_, error);
  const fs::path folder = fs::path(target_).has_parent_path() ? fs::path(target_).parent_path() : ".";
  if (!fs::is_directory(folder, error)) fail("no such folder: " + folder.string());
  if (fs::exists(target_, error) && access(target_.c_str(), W_OK) != 0) fail(std::strerror(errno));
  if (is_special_) return;
  std::FILE* file = std::fopen(beside().c_str(), "wb");
  if (!file) fail(fmt::format("cannot be written: {}", std::strerror(errno)));
  std::fclose(file);
  std::remove(beside().c_str());
}

void OutputFile::write(const std::string& content) const {
  if (is_stdout()) {
    std::fwrite(content.data(), 1, content.size(), stdout);
    return;
  }
  const std::string to = is_special_ ? target_ : beside();
  const auto give_up = [&](int reason) {
    if (!is_special_) std::remove(to.c_str());
    fail(fmt::format("cannot be written: {}", std::strerror(reason)));
  };
  std::FILE* file = std::fopen(to.c_str(), "wb");
  if (!file) give_up(errno);
  const bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  const int reason = errno;
  if (std::fclose(file) != 0 || !written) give_up(written ? errno : reason);
  if (is_special_) return;
  struct stat old = {};
  if (stat(target_.c_str(), &old) == 0) chmod(to.c_str(), old.st_mode & 07777);
  if (std::rename(to.c_str(), target_.c_str()) != 0) give_up(errno);
}

void OutputFile::fail(const std::string& reason) const {
  throw experiments::InputError(fmt::format("{} {}: {}", option_, sim::quote(path_), reason));
}

std::string OutputFile::beside() const { return fmt::format("{}.{}.part", target_, getpid()); }

}  // namespace lastseen::cli
