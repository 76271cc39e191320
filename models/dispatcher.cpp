#include <lastseen/models/dispatcher.hpp>

namespace lastseen::models {

void Dispatcher::accept(UserId user, std::uint32_t job, sim::RecordId cause) {
  const Duration delay = context_.chance.draw(label(user, Purpose::dispatch_delay, of_job(job)),
                                              context_.settings.dispatcher.delay);
  context_.after(
      delay, [=] { return event(Role::dispatcher, worker_pool, Timer::dispatch, job_subject(user, job)); },
      [this, user, job, cause] {
        dispatch(
            user, job,
            context_.write(Role::dispatcher, worker_pool, Kind::dispatched, job_subject(user, job), cause));
      });
}

}  // namespace lastseen::models
