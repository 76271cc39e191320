#include <lastseen/experiments/cli/output_file.hpp>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include <lastseen/experiments/cli/output.hpp>
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
  const UnfinishedFile unfinished(beside());
  std::FILE* file = std::fopen(beside().c_str(), "wb");
  if (!file) fail(fmt::format("cannot be written: {}", std::strerror(errno)));
  std::fclose(file);
  std::remove(beside().c_str());
}

void OutputFile::write(const std::string& content) const {
  if (is_stdout()) {
    print(content);
    return;
  }
  Pieces pieces(*this);
  pieces.add(content);
  pieces.finish();
}

OutputFile::Pieces::Pieces(const OutputFile& file) : file_(file) {
  if (!waits_elsewhere()) {
    beside_ = file.beside();
    unfinished_.emplace(beside_);
  }
  open_ = waits_elsewhere() ? std::tmpfile() : std::fopen(beside_.c_str(), "wb");
  if (!open_) give_up(errno);
}

OutputFile::Pieces::~Pieces() {
  if (!open_) return;
  std::fclose(open_);
  if (!beside_.empty()) std::remove(beside_.c_str());
}

void OutputFile::Pieces::add(std::string_view piece) {
  if (std::fwrite(piece.data(), 1, piece.size(), open_) != piece.size()) give_up(errno);
}

void OutputFile::Pieces::finish() {
  if (file_.is_stdout()) {
    output_begins();
    copy_to(stdout);  // main looks whether it could be written
  }
  if (file_.is_special_) {
    std::FILE* const target = std::fopen(file_.target_.c_str(), "wb");
    if (!target) give_up(errno);
    output_begins();
    copy_to(target);
    const bool is_written = !std::ferror(target);
    const int reason = errno;
    if (std::fclose(target) != 0 || !is_written) give_up(is_written ? errno : reason);
  }
  if (std::fclose(std::exchange(open_, nullptr)) != 0) give_up(errno);
  if (waits_elsewhere()) return;
  struct stat old = {};
  if (stat(file_.target_.c_str(), &old) == 0) chmod(beside_.c_str(), old.st_mode & 07777);
  output_begins();
  if (std::rename(beside_.c_str(), file_.target_.c_str()) != 0) give_up(errno);
}

void OutputFile::Pieces::copy_to(std::FILE* target) {
  std::rewind(open_);
  char buffer[1 << 16];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, open_)) {
    if (std::fwrite(buffer, 1, size, target) != size) return;
  }
}

void OutputFile::Pieces::give_up(int reason) {
  if (open_) std::fclose(std::exchange(open_, nullptr));
  if (!beside_.empty()) std::remove(beside_.c_str());
  file_.fail(fmt::format("cannot be written: {}", std::strerror(reason)));
}

void OutputFile::fail(const std::string& reason) const {
  throw experiments::InputError(fmt::format("{} {}: {}", option_, sim::quote(path_), reason));
}

std::string OutputFile::beside() const { return fmt::format("{}.{}.part", target_, getpid()); }

}  // namespace lastseen::cli
