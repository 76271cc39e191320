#include "models/world.hpp"

namespace lastseen::models {

World::World(const Settings& settings, const sim::Chance& chance)
    : settings_(settings), chance_(chance), simulation_(own_simulation_.emplace()) {
  begin();
}

World::World(const Settings& settings, const sim::Chance& chance, sim::Simulation& again)
    : settings_(settings), chance_(chance), simulation_(again) {
  again.reset();
  begin();
}

void World::begin() {
  wire_phone();
  wire_server();
  schedule_users();
}

void World::wire_phone() {
  view_.job_saved.connect<&Outbox::save>(outbox_);
  view_.submitted.connect<&World::job_submitted>(*this);
  view_.connection_dropped.connect<&Supervision::close>(supervision_);
  view_.connection_wanted.connect<&Supervision::open>(supervision_);

  outbox_.send.connect<&NetworkPath::send>(network_);
  network_.on(PacketKind::upload_reply).connect<&Outbox::reply_arrived>(outbox_);

  supervision_.send.connect<&NetworkPath::send>(network_);
  supervision_.socket_opened.connect<&Heartbeat::start>(heartbeat_);
  supervision_.socket_closed.connect<&Heartbeat::stop>(heartbeat_);
  supervision_.connected.connect<&Polling::connected>(polling_);
  supervision_.failed.connect<&Polling::connection_failed>(polling_);
  supervision_.notified.connect<&World::notification_shown>(*this);
  app_.socket_taken.connect<&NetworkPath::take>(network_);
  network_.on(PacketKind::upgrade_reply).connect<&Supervision::upgrade_confirmed>(supervision_);
  network_.on(PacketKind::upgrade_refusal).connect<&Supervision::upgrade_refused>(supervision_);
  network_.on(PacketKind::server_close).connect<&Supervision::server_closed>(supervision_);
  network_.on(PacketKind::notification).connect<&Supervision::notification_arrived>(supervision_);

  heartbeat_.send.connect<&NetworkPath::send>(network_);
  network_.on(PacketKind::pong).connect<&Heartbeat::pong_arrived>(heartbeat_);

  polling_.send.connect<&NetworkPath::send>(network_);
  polling_.belief.connect<&Supervision::belief>(supervision_);
  polling_.fetched.connect<&World::jobs_fetched>(*this);
  polling_.all_seen.connect<&Screen::all_seen>(screen_);
  network_.on(PacketKind::poll_reply).connect<&Polling::reply_arrived>(polling_);
}

void World::wire_server() {
  network_.on(PacketKind::upload).connect<&Api::upload_arrived>(api_);
  network_.on(PacketKind::poll).connect<&Api::poll_arrived>(api_);
  api_.send.connect<&NetworkPath::send>(network_);
  api_.accepted.connect<&Dispatcher::accept>(dispatcher_);

  network_.on(PacketKind::upgrade).connect<&Gateway::upgrade_arrived>(gateway_);
  network_.on(PacketKind::ping).connect<&Gateway::ping_arrived>(gateway_);
  network_.on(PacketKind::client_close).connect<&Gateway::client_close_arrived>(gateway_);
  gateway_.send.connect<&NetworkPath::send>(network_);
  gateway_.opened.connect<&Registry::connection_opened>(registry_);
  gateway_.closed.connect<&Registry::connection_closed>(registry_);
  gateway_.ping_received.connect<&PingHandler::ping_received>(ping_handler_);

  ping_handler_.write.connect<&Gateway::write>(gateway_);
  ping_handler_.extend_deadline.connect<&Gateway::extend_deadline>(gateway_);
  ping_handler_.refresh.connect<&Registry::refresh>(registry_);
  registry_.evicted.connect<&Gateway::close>(gateway_);

  dispatcher_.dispatch.connect<&Worker::process>(worker_);
  worker_.done.connect<&Api::job_done>(api_);
  worker_.notify.connect<&Notifier::job_done>(notifier_);
  notifier_.check.connect<&Registry::check>(registry_);
  notifier_.write.connect<&Gateway::write>(gateway_);
}

void World::schedule_users() {
  registry_.start();
  for (UserId user = 0; user < settings_.session.users; ++user) {
    if (const auto opens_at = settings_.connection.opens_at) {
      simulation_.at(sim::run_start + *opens_at, context_.timer_priority(),
                     [this, user] { supervision_.open(user, sim::no_record); });
    }
    for (std::uint32_t job = 1; job <= settings_.jobs.count; ++job) {
      const auto& at = settings_.jobs.at;
      const Duration instant =
          chance_.draw(label(user, Purpose::submission_time, job), at.size() == 1 ? at[0] : at[job - 1]);
      simulation_.at(sim::run_start + instant, context_.timer_priority(),
                     [this, user, job] { view_.submit(user, job); });
    }
  }
}

void World::run() {
  const sim::Instant end = sim::run_start + settings_.session.duration;
  const sim::Instant last = end + settings_.session.drain;
  simulation_.run_until(end);
  // A poll may show a job while its notification is still under way: that one is waited for as well.
  const auto settled = [&] { return screen_.unseen() == 0 && network_.notifications_in_flight() == 0; };
  while (!settled() && simulation_.next_time() <= last) simulation_.step();
}

void World::job_submitted(UserId user, sim::RecordId cause) {
  screen_.job_submitted(user);
  polling_.job_submitted(user, cause);
}

void World::jobs_fetched(UserId user, std::uint32_t done, sim::RecordId cause) {
  for (std::uint32_t index = 0; index < done; ++index) screen_.show(user, api_.done_job(user, index), cause);
}

void World::notification_shown(UserId user, std::uint32_t job, sim::RecordId cause) {
  screen_.show(user, job, cause);
  polling_.notified(user, cause);
}

}  // namespace lastseen::models
