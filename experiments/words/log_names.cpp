#include <lastseen/experiments/words/log_names.hpp>

#include <fmt/format.h>

namespace lastseen::experiments {
namespace {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

sys_seconds wall(const StoryClock& story, sim::Instant instant) {
  const sim::Duration since_midnight =
      story.clock ? *story.clock + (instant.time_since_epoch() - story.zero) : instant.time_since_epoch();
  return sys_days(log_date) + std::chrono::floor<std::chrono::seconds>(since_midnight);
}

/// SplitMix64's finaliser: a bijection, so that different numbers have different names.
std::uint64_t mixed(std::uint64_t word) {
  word += 0x9E3779B97F4A7C15U;
  word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9U;
  word = (word ^ (word >> 27)) * 0x94D049BB133111EBU;
  return word ^ (word >> 31);
}

/// `type` keeps the names of users, meals and local meals apart.
std::string uuid(std::uint32_t type, models::UserId user, std::uint32_t job) {
  const std::uint64_t high = mixed(mixed((std::uint64_t{user} << 32) | job) ^ type);
  const std::uint64_t low = mixed(high);
  return fmt::format("{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFF,
                     ((low >> 48) & 0x3FFF) | 0x8000, low & 0xFFFFFFFFFFFF);
}

}  // namespace

std::string log_time(const StoryClock& story, sim::Instant instant) {
  return log_date_time(story, instant).substr(11);
}

std::string log_date_time(const StoryClock& story, sim::Instant instant) {
  const sys_seconds at = wall(story, instant);
  const sys_days day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string user_uuid(models::UserId user) { return uuid(1, user, 0); }
std::string meal_uuid(models::UserId user, std::uint32_t job) { return uuid(2, user, job); }
std::string local_meal_uuid(models::UserId user, std::uint32_t job) { return uuid(3, user, job); }

}  // namespace lastseen::experiments
