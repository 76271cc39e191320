#include <lastseen/experiments/words/idle_polls.hpp>

#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::experiments {

IdlePolls::IdlePolls(const std::vector<sim::Record>& records, models::UserId user, std::uint32_t job) {
  const sim::Subject wanted = models::job_subject(user, job);
  for (const sim::Record& shown : records) {
    if (models::kind_of(shown) != models::Kind::screen_updated || shown.subject != wanted) continue;
    const sim::Record* answer = cause_of(shown, records);
    if (answer && models::kind_of(*answer) == models::Kind::poll_answered) telling_ = answer->subject;
  }
}

bool IdlePolls::contains(const sim::Record& record) const {
  const bool is_poll = is_routine(record) && models::subject_type_of(record) == models::SubjectType::poll;
  return is_poll && record.subject != telling_;
}

}  // namespace lastseen::experiments
