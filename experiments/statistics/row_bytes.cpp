#include <lastseen/experiments/statistics/row_bytes.hpp>

#include <fmt/format.h>

#include <boost/crc.hpp>
#include <cstdint>
#include <limits>

#include <lastseen/models/mechanisms.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::string_view magic = "lsrows2\n";
constexpr std::size_t crc_size = 4;

// What a job's flags say.
constexpr unsigned is_submitted = 1, is_completed = 2, is_shown = 4, is_delivered = 8, is_not_connected = 16,
                   has_started_polling = 32, has_age = 64, has_cause = 128, is_given_up = 256,
                   is_delivered_at_once = 512;
constexpr unsigned all_flags = 1023;

std::uint32_t crc_of(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void byte(unsigned value) { out_ += static_cast<char>(value); }
  void fixed(std::uint64_t value, std::size_t bytes) {
    for (std::size_t index = 0; index < bytes; ++index)
      byte(static_cast<unsigned>(value >> (8 * index)) & 0xFFU);
  }
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<unsigned>(value & 0x7F) | 0x80U);
    byte(static_cast<unsigned>(value));
  }
  void difference(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number(bits << 1 ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }
  void duration(sim::Duration value) { difference(value.count()); }

 private:
  std::string& out_;
};

void write_job(Writer& out, const JobRow& job) {
  out.number((job.was_submitted() ? is_submitted : 0) | (job.was_completed() ? is_completed : 0) |
             (job.was_shown() ? is_shown : 0) | (job.delivered ? is_delivered : 0) |
             (job.not_connected ? is_not_connected : 0) | (job.given_up ? is_given_up : 0) |
             (job.started_polling ? has_started_polling : 0) |
             (job.connection_age.count() >= 0 ? has_age : 0) | (job.cause ? has_cause : 0) |
             (job.delivered_at_once ? is_delivered_at_once : 0));
  sim::Instant before = sim::run_start;
  for (const sim::Instant instant : {job.submitted, job.completed, job.shown}) {
    if (instant == sim::never) continue;
    out.duration(instant - before);
    before = instant;
  }
  if (job.connection_age.count() >= 0) out.duration(job.connection_age);
  if (job.cause) out.byte(static_cast<unsigned>(*job.cause));
}

void write_body(Writer& out, const SessionRow& row) {
  out.number(row.replication);
  out.number(row.jobs_per_user);
  for (const std::uint64_t count :
       {row.polls, row.polls_in_session, row.connections_attempted, row.connections_established,
        row.notifications_sent, row.notifications_into_void, row.radio_wakeups}) {
    out.number(count);
  }
  out.number(row.entry_lifetimes.size());
  for (const auto& [length, is_censored] : row.entry_lifetimes) {
    out.number(static_cast<std::uint64_t>(length.count()) << 1 | (is_censored ? 1U : 0U));
  }
  for (const sim::Duration time : {row.ghost_time, row.polling_time, row.user_time, row.session_time})
    out.duration(time);
  out.fixed(row.fingerprint, 8);
  out.number(row.events);
  out.number(row.records);
  out.number(row.jobs.size());
  for (const JobRow& job : row.jobs) write_job(out, job);
}

/// Reads from a part of the bytes and never beyond it.
class Reader {
 public:
  Reader(std::string_view bytes, std::size_t at, std::size_t end, std::string place)
      : bytes_(bytes), at_(at), end_(end), place_(std::move(place)) {}

  std::size_t at() const { return at_; }
  std::size_t left() const { return end_ - at_; }

  [[noreturn]] void fail(const std::string& what) const { throw DamagedRows(at_, place_ + ": " + what); }

  std::uint64_t fixed(std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t index = 0; index < bytes; ++index) value |= std::uint64_t{byte()} << (8 * index);
    return value;
  }
  unsigned byte() {
    if (at_ == end_) fail("ends too early");
    return static_cast<unsigned char>(bytes_[at_++]);
  }
  std::uint64_t number(std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::uint64_t part = byte();
      if (shift == 63 && part > 1) fail("has a number of more than 64 bits");
      value |= (part & 0x7F) << shift;
      if (part < 0x80) break;
    }
    if (value > most) fail(fmt::format("has {} where at most {} can be", value, most));
    return value;
  }
  std::int64_t difference() {
    const std::uint64_t bits = number();
    return static_cast<std::int64_t>(bits >> 1 ^ (bits & 1 ? ~std::uint64_t{0} : 0));
  }
  /// At least 0.
  sim::Duration duration() {
    const std::int64_t value = difference();
    if (value < 0) fail("has a time below 0");
    return sim::Duration(value);
  }

 private:
  std::string_view bytes_;
  std::size_t at_;
  std::size_t end_;
  std::string place_;
};

JobRow read_job(Reader& in) {
  JobRow job;
  const auto flags = static_cast<unsigned>(in.number(all_flags));
  job.delivered = flags & is_delivered;
  job.not_connected = flags & is_not_connected;
  job.given_up = flags & is_given_up;
  job.started_polling = flags & has_started_polling;
  job.delivered_at_once = flags & is_delivered_at_once;
  std::uint64_t instant = 0;
  const auto read_instant = [&](unsigned flag, sim::Instant& out) {
    if (!(flags & flag)) return;
    instant += static_cast<std::uint64_t>(in.difference());
    out = sim::run_start + sim::Duration(static_cast<std::int64_t>(instant));
    if (out < sim::run_start || out == sim::never) in.fail("has an instant before the run or after all time");
  };
  read_instant(is_submitted, job.submitted);
  read_instant(is_completed, job.completed);
  read_instant(is_shown, job.shown);
  if (job.was_shown() && ((job.was_submitted() && job.shown < job.submitted) ||
                          (job.was_completed() && job.shown < job.completed))) {
    in.fail("has a job that is shown before it is submitted or completed");
  }
  if (flags & has_age) job.connection_age = in.duration();
  if (flags & has_cause) {
    const unsigned cause = in.byte();
    if (cause >= models::mechanism_count) in.fail(fmt::format("has a cause number {}", cause));
    job.cause = static_cast<models::Mechanism>(cause);
  }
  return job;
}

SessionRow read_body(Reader& in) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  SessionRow row;
  row.replication = static_cast<std::uint32_t>(in.number(most));
  row.jobs_per_user = static_cast<std::uint32_t>(in.number(most));
  for (std::uint64_t* count :
       {&row.polls, &row.polls_in_session, &row.connections_attempted, &row.connections_established,
        &row.notifications_sent, &row.notifications_into_void, &row.radio_wakeups}) {
    *count = in.number();
  }
  if (row.connections_established > row.connections_attempted ||
      row.notifications_into_void > row.notifications_sent) {
    in.fail("has more connections established, or notifications lost, than there were");
  }
  row.entry_lifetimes.resize(in.number(in.left()));
  for (auto& [length, is_censored] : row.entry_lifetimes) {
    const std::uint64_t value = in.number();
    length = sim::Duration(static_cast<std::int64_t>(value >> 1));
    is_censored = (value & 1) != 0;
  }
  for (sim::Duration* time : {&row.ghost_time, &row.polling_time, &row.user_time, &row.session_time})
    *time = in.duration();
  row.fingerprint = in.fixed(8);
  row.events = in.number();
  row.records = in.number();
  row.jobs.resize(in.number(in.left()));
  if (row.jobs_per_user == 0 ? !row.jobs.empty() : row.jobs.size() % row.jobs_per_user != 0) {
    in.fail(fmt::format("has {} jobs, {} of each user", row.jobs.size(), row.jobs_per_user));
  }
  for (JobRow& job : row.jobs) job = read_job(in);
  if (in.left() > 0) in.fail(fmt::format("has {} bytes too many", in.left()));
  return row;
}

/// Whether the CRC behind the bytes from `start` to where the reader stands is theirs; reads it.
bool is_whole(Reader& in, std::string_view bytes, std::size_t start) {
  const std::uint32_t crc = crc_of(bytes.substr(start, in.at() - start));
  return in.fixed(crc_size) == crc;
}

}  // namespace

DamagedRows::DamagedRows(std::size_t offset, const std::string& what)
    : std::runtime_error(fmt::format("{} (byte {})", what, offset)), offset_(offset) {}

std::string body_bytes(const SessionRow& row) {
  std::string bytes;
  Writer out(bytes);
  write_body(out, row);
  return bytes;
}

SessionRow row_of_body(std::string_view bytes) {
  Reader body(bytes, 0, bytes.size(), "a row");
  return read_body(body);
}

std::string row_bytes(std::span<const SessionRow> rows) {
  std::string bytes(magic);
  Writer out(bytes);
  out.number(rows.size());
  out.fixed(crc_of(bytes), crc_size);
  for (const SessionRow& row : rows) {
    const std::string body = body_bytes(row);
    const std::size_t start = bytes.size();
    out.number(body.size());
    bytes += body;
    out.fixed(crc_of(std::string_view(bytes).substr(start)), crc_size);
  }
  return bytes;
}

std::vector<SessionRow> rows_of_bytes(std::string_view bytes) {
  Reader head(bytes, 0, bytes.size(), "the head of a block of rows");
  if (bytes.substr(0, magic.size()) != magic) head.fail("is not one of this version");
  for (std::size_t index = 0; index < magic.size(); ++index) head.byte();
  const std::uint64_t count = head.number();
  if (!is_whole(head, bytes, 0)) head.fail("has another checksum than its bytes");
  std::size_t at = head.at();
  std::vector<SessionRow> rows;
  for (std::uint64_t index = 0; index < count; ++index) {
    const std::string place = fmt::format("row {} of {}", index + 1, count);
    Reader frame(bytes, at, bytes.size(), place);
    const std::uint64_t length = frame.number();
    if (length > frame.left() || frame.left() - length < crc_size) frame.fail("ends beyond the block");
    const std::size_t start = frame.at();
    const std::size_t end = start + length;
    Reader checksum(bytes, end, bytes.size(), place);
    if (!is_whole(checksum, bytes, at)) {
      throw DamagedRows(at, place + ": has another checksum than its bytes");
    }
    Reader body(bytes, start, end, place);
    rows.push_back(read_body(body));
    at = checksum.at();
  }
  if (at != bytes.size()) {
    throw DamagedRows(at, fmt::format("the block of rows has {} bytes too many", bytes.size() - at));
  }
  return rows;
}

}  // namespace lastseen::experiments
