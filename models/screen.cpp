#include "models/screen.hpp"

namespace lastseen::models {

void Screen::job_submitted(UserId user) { ++users_[user].submitted; }

void Screen::show(UserId user, std::uint32_t job, sim::RecordId cause) {
  State& state = users_[user];
  if (state.shown_jobs.size() < job) state.shown_jobs.resize(job);
  if (state.shown_jobs[job - 1]) return;
  state.shown_jobs[job - 1] = true;
  ++state.shown;
  --unseen_;
  context_.write(Role::screen, user, Kind::screen_updated, job_subject(user, job), cause);
}

}  // namespace lastseen::models
