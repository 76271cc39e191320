#include <lastseen/models/view_lifecycle.hpp>

#include <lastseen/models/app_timer.hpp>

namespace lastseen::models {

void ViewLifecycle::submit(UserId user, std::uint32_t job, sim::RecordId waited) {
  if (context_.simulation.now() > sim::run_start + context_.settings.session.duration) return;
  const auto of_job = [user, job](Timer timer) {
    return event(Role::view, user, timer, job_subject(user, job));
  };
  if (context_.apps.suspended(user)) {
    if (waited == sim::no_record) {
      waited =
          context_.write(Role::view, user, Kind::submission_waits, job_subject(user, job), sim::no_record);
    }
    context_.schedule(
        context_.apps.returns(user), context_.timer_priority, [=] { return of_job(Timer::submission); },
        [this, user, job, waited] { submit(user, job, waited); });
    return;
  }
  const auto& view = context_.settings.view;
  const sim::RecordId cause =
      context_.write(Role::view, user, Kind::submitted, job_subject(user, job), waited);
  after_in_app(
      context_, user, view.dismiss_delay, [=] { return of_job(Timer::form_dismissal); },
      [this, user, job, cause] {
        context_.write(Role::view, user, Kind::form_dismissed, job_subject(user, job), cause);
      });
  after_in_app(
      context_, user, view.init_delay, [=] { return of_job(Timer::view_initialisation); },
      [this, user, job, cause] { initialise(user, job, cause); });
  job_saved(user, job, cause);
  submitted(user, job, cause);
}

void ViewLifecycle::initialise(UserId user, std::uint32_t job, sim::RecordId cause) {
  const sim::RecordId opened =
      context_.write(Role::view, user, Kind::view_opened, job_subject(user, job), cause);
  if (context_.settings.connection.owner != ConnectionOwner::view) return;
  connection_dropped(user, opened);
  const auto& delays = context_.settings.view;
  after_in_app(
      context_, user, delays.connect_delay - delays.init_delay,
      [=] { return event(Role::view, user, Timer::view_connect, job_subject(user, job)); },
      [this, user, job, opened] { connection_wanted(user, Root(RootKind::job, job), opened); });
}

}  // namespace lastseen::models
