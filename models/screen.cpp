#include <lastseen/models/screen.hpp>

namespace lastseen::models {

void Screen::job_submitted(UserId user) {
  ++users_[user].submitted;
  ++unseen_;
}

bool Screen::show(UserId user, std::uint32_t job, sim::RecordId cause) {
  if (shown_.set(user, job)) return false;
  ++users_[user].shown;
  --unseen_;
  context_.write(Role::screen, user, Kind::screen_updated, job_subject(user, job), cause);
  return true;
}

}  // namespace lastseen::models
