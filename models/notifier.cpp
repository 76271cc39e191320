#include "models/notifier.hpp"

namespace lastseen::models {

void Notifier::job_done(UserId user, std::uint32_t job, sim::RecordId cause) {
  const Registry::Answer answer = check(user);
  if (!answer.connected) {
    // Caused by what made the registry forget the user; where nothing did, by the job's coming too early.
    const sim::RecordId because = answer.because == sim::no_record ? cause : answer.because;
    context_.write(Role::notifier, the_instance, Kind::skipped, job_subject(user, job), because);
    return;
  }
  const sim::RecordId sent =
      context_.write(Role::notifier, the_instance, Kind::notification_sent, job_subject(user, job), cause);
  write({.kind = PacketKind::notification,
         .user = user,
         .number = answer.connection,
         .part = job,
         .cause = sent});
}

}  // namespace lastseen::models
