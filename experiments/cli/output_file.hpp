// A file that a command writes: checked before the work, then written beside its place and renamed, so that nothing
// half-written is ever there, and an interrupt leaves nothing. A pipe or a device is written to as it is, a symbolic link is
// followed.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include <lastseen/experiments/cli/interrupt.hpp>

namespace lastseen::cli {

/// Where the output of an option goes; "-" is stdout.
class OutputFile {
 public:
  OutputFile() = default;
  /// Throws InputError naming the option, the path and the reason when it could not be written, or when it is the file
  /// that is read (`input`, the scenario's name or path; empty: none).
  OutputFile(const std::string& path, std::string option, const std::string& input = "");

  /// Throws InputError when the content cannot be written.
  void write(const std::string& content) const;

  /// What is written piece by piece; nothing is seen of it before it is whole. Pieces for stdout, a pipe or a device wait in
  /// a temporary file.
  class Pieces {
   public:
    /// Throws InputError, as do the others.
    explicit Pieces(const OutputFile& file);
    ~Pieces();  ///< without finish(): as if nothing had been written
    Pieces(const Pieces&) = delete;
    Pieces& operator=(const Pieces&) = delete;
    void add(std::string_view piece);
    void finish();

   private:
    [[noreturn]] void give_up(int reason);
    bool waits_elsewhere() const { return file_.is_stdout() || file_.is_special_; }
    void copy_to(std::FILE* target);

    const OutputFile& file_;
    std::string beside_;  ///< the file's name where pieces wait; empty: it has none
    std::optional<UnfinishedFile> unfinished_;
    std::FILE* open_ = nullptr;
  };

  bool is_stdout() const { return path_ == "-"; }
  const std::string& path() const { return path_; }

 private:
  [[noreturn]] void fail(const std::string& reason) const;
  std::string beside() const;

  std::string path_ = "-";
  std::string option_;
  std::string target_;       ///< the path with symbolic links followed
  bool is_special_ = false;  ///< there is something that is no regular file: a pipe, a device
};

}  // namespace lastseen::cli
