// The responses, counted once more: from the lines of a JSON trace alone, by their definitions (`lastseen list responses`) and
// with no code of the program's. Plain and slow: each figure looks through all lines for what it needs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lastseen::experiments::testing {

class TraceCount {
 public:
  /// Of sessions that last so long [ns], of so many users.
  TraceCount(std::int64_t duration, std::int64_t users) : duration_(duration), users_(users) {}

  /// The lines of one more session.
  void add(const std::vector<std::string>& json_lines);

  /// By the key of the response; absent: no data. In the unit of the response; a time that never comes is +infinity.
  std::map<std::string, std::optional<double>> figures() const;

 private:
  struct Line {
    std::int64_t id = 0;
    std::int64_t time = 0;
    std::string role;
    std::string kind;
    std::int64_t index = 0;  ///< the user on the phone, the instance at the server
    std::int64_t type = 0;   ///< of the subject: 1 a job, 2 a connection, 3 a poll
    std::int64_t user = 0;
    std::int64_t number = 0;
    std::int64_t part = 0;
    std::int64_t cause = 0;
  };
  using Lines = std::vector<Line>;
  struct Ratio {
    double events = 0;
    double trials = 0;
    std::optional<double> value() const { return trials > 0 ? std::optional(events / trials) : std::nullopt; }
  };
  struct Lifetime {
    std::int64_t length = 0;
    bool has_ended = false;
  };

  static bool is_by_phone(const Line& line);
  static bool is_of_job(const Line& line, const Line& job);
  static const Line* first_of(const Lines& lines, const Line& job, const std::vector<std::string>& kinds);
  static const Line* cause_of(const Lines& lines, const Line& line);
  static std::int64_t death_of(const Lines& lines, const Line& connection);
  bool is_in_session(const Line& line) const { return line.time <= duration_; }

  void count_job(const Lines& lines, const Line& submitted);
  void count_polls(const Lines& lines);
  void count_connections(const Lines& lines);
  void count_entries(const Lines& lines);
  void count_radio(const Lines& lines);
  std::optional<double> quantile(double p) const;
  void lifetimes(std::map<std::string, std::optional<double>>& figures) const;

  std::int64_t duration_;
  std::int64_t users_;
  std::map<std::string, Ratio> ratios_;
  std::vector<double> times_to_ui_;  ///< of completed jobs [s], +infinity: never
  std::vector<Lifetime> lifetimes_;
};

}  // namespace lastseen::experiments::testing
