#include <lastseen/models/network_path.hpp>

#include <algorithm>
#include <utility>

#include <lastseen/models/packet_labels.hpp>
#include <lastseen/models/refusals.hpp>

namespace lastseen::models {

/// The event that the packet waits for; frames of one direction of a connection keep their order.
static EventName event_of(const Packet& packet, Timer first) {
  const std::uint64_t queue =
      is_frame(packet.kind) ? queue_of_lane(packet.user, packet.number, goes_up(packet.kind)) : 0;
  return event(Role::network, packet.user, timer(first, packet.kind), subject_of(packet), queue);
}

NetworkPath::NetworkPath(const Context& context)
    : context_(context),
      may_find_nothing_(context.settings.server.when_down == WhenDown::refused &&
                        has_restarts(context.settings)),
      users_(context.settings.session.users) {}

void NetworkPath::send(Packet packet) {
  if (!packet_faults_.concern(packet)) return carry(packet, sim::Duration::zero());
  const PacketFate fate = packet_faults_.fate(packet);
  if (fate.is_lost) {
    const FaultOrigins::Strike strike(context_.fault_origins, fate.fault);
    lose(packet, packet.cause);
    return;
  }
  if (fate.delay > sim::Duration::zero()) {
    const FaultOrigins::Strike strike(context_.fault_origins, fate.fault);
    packet.cause =
        context_.write(Role::network, packet.user, Kind::packet_delayed, subject_of(packet), packet.cause);
  }
  packet.losses = fate.losses;
  carry(packet, fate.delay);
  if (fate.second_after) {
    packet.losses = 0;
    packet.copy = static_cast<std::uint8_t>(packet.copy | (goes_up(packet.kind) ? 1U : 2U));
    const auto name = [=] { return event(Role::network, packet.user, Timer::duplicate, subject_of(packet)); };
    context_.after(*fate.second_after, name, [this, second = packet, fault = fate.fault]() mutable {
      {
        const FaultOrigins::Strike strike(context_.fault_origins, fault);
        second.cause = context_.write(Role::network, second.user, Kind::packet_duplicated, subject_of(second),
                                      second.cause);
      }
      carry(second, sim::Duration::zero());
    });
  }
}

void NetworkPath::carry(const Packet& packet, sim::Duration extra) {
  const Segment segment{packet, extra, context_.simulation.now()};
  if (!is_frame(packet.kind)) return transmit(segment);
  Link* const carrier = link(packet);
  if (carrier == nullptr) return lose(packet, packet.cause);
  const bool up = goes_up(packet.kind);
  if (carrier->is_cut) {
    if (!carrier->lane(up).unacknowledged) expect_acknowledgement(packet.user, *carrier, up);
    return lose(packet, carrier->cut_by);
  }
  if (packet.kind == PacketKind::client_close && withdraw_upgrade(packet.user, *carrier)) {
    carrier->is_closed = true;
    return;
  }
  if (packet.kind == PacketKind::notification) ++notifications_in_flight_;
  transmit(segment, *carrier);
}

void NetworkPath::deliver(const Segment& segment) {
  const Packet& packet = segment.packet;
  sim::Instant arrival = context_.simulation.now() + latency(packet) + segment.extra;
  if (is_frame(packet.kind)) {
    Link& carrier = *find_link(packet.user, packet.number);
    if (context_.settings.proxy.is_there()) {
      (ends_connection(packet.kind) ? connection_ended : frame_passed)(packet.user, packet.number);
    }
    carrier.is_closed |= ends_connection(packet.kind);
    sim::Instant& last = carrier.lane(goes_up(packet.kind)).last_arrival;
    arrival = last = std::max(arrival, last);
  }
  const sim::EventHandle event = context_.schedule(
      arrival, context_.message_priority, [=] { return event_of(packet, Timer::arrival); },
      [this, packet] { arrive(packet); });
  if (packet.kind == PacketKind::upgrade) {
    Link& carrier = *find_link(packet.user, packet.number);
    carrier.upgrade = event;
    carrier.upgrade_arrives = arrival;
    if (may_find_nothing_) knock(packet, carrier);
  }
}

void NetworkPath::knock(const Packet& upgrade, Link& link) {
  const auto name = [=] {
    return event(Role::network, upgrade.user, Timer::syn_arrival, subject_of(upgrade));
  };
  const sim::Instant arrival = std::min(context_.simulation.now() + way(upgrade, link), link.upgrade_arrives);
  context_.schedule(arrival, context_.message_priority, name, [this, upgrade] {
    Link* const knocking = find_link(upgrade.user, upgrade.number);
    if (knocking == nullptr || knocking->is_closed || knocking->is_cut || server_available()) return;
    if (context_.simulation.cancel(knocking->upgrade)) send(refusal_of(context_, upgrade));
  });
}

bool NetworkPath::gets_through(const Packet& packet) const {
  const bool up = goes_up(packet.kind);
  if (packet.losses > 0 || is_out(packet.user, up)) return false;
  return packet.kind != PacketKind::upgrade || !is_out(packet.user, !up);
}

sim::RecordId NetworkPath::obstacle(const Packet& packet) const {
  const bool up = goes_up(packet.kind);
  if (is_out(packet.user, up)) return outage(packet.user, up).record;
  if (is_frame(packet.kind) && is_out(packet.user, !up)) return outage(packet.user, !up).record;
  return packet.cause;
}

/// Who waits for an answer closes the connection in the end; what would be sent later is lost.
void NetworkPath::transmit(const Segment& request) {
  const Packet& packet = request.packet;
  if (gets_through(packet)) return deliver(request);
  const sim::Instant again = timer_.next(packet.kind, request.sent, context_.simulation.now());
  if (again - request.sent > context_.settings.rest.timeout) return lose(packet, obstacle(packet));
  context_.schedule(
      again, context_.message_priority, [=] { return event_of(packet, Timer::retransmission); },
      [this, request] { retransmit(request); });
}

void NetworkPath::retransmit(Segment request) {
  Packet& packet = request.packet;
  context_.write(Role::network, packet.user, Kind::retransmitted, subject_of(packet), packet.cause);
  if (packet.losses > 0) --packet.losses;
  transmit(request);
}

void NetworkPath::transmit(const Segment& frame, Link& link) {
  const Packet& packet = frame.packet;
  const bool up = goes_up(packet.kind);
  Lane& lane = link.lane(up);
  if (lane.unacknowledged) {
    lane.unacknowledged->segments.push_back(frame);
    return;
  }
  const bool arrives = gets_through(packet);
  if (arrives) deliver(frame);
  if (arrives && !is_out(packet.user, !up)) return;
  expect_acknowledgement(packet.user, link, up);
  lane.unacknowledged->segments.push_back(frame);
  lane.unacknowledged->has_arrived = arrives;
  expect_retransmission(packet.user, link, up);
}

void NetworkPath::expect_retransmission(UserId user, Link& link, bool up) {
  Unacknowledged& waits = *link.lane(up).unacknowledged;
  const Packet& first = waits.segments.front().packet;
  waits.retransmission = context_.schedule(
      timer_.next(first.kind, waits.since, context_.simulation.now()), context_.message_priority,
      [=] { return event_of(first, Timer::retransmission); },
      [this, user, connection = link.connection, up] { retransmit(user, connection, up); });
}

void NetworkPath::retransmit(UserId user, std::uint32_t connection, bool up) {
  Link& link = *find_link(user, connection);
  Lane& lane = link.lane(up);
  Unacknowledged& waits = *lane.unacknowledged;
  Segment& first = waits.segments.front();
  context_.write(Role::network, user, Kind::retransmitted, subject_of(first.packet), first.packet.cause);
  if (first.packet.losses > 0) --first.packet.losses;
  if (!waits.has_arrived && gets_through(first.packet)) {
    deliver(first);
    waits.has_arrived = true;
  }
  if (waits.has_arrived && !is_out(user, !up) && !is_out(user, up)) return acknowledge(link, lane);
  expect_retransmission(user, link, up);
}

/// What waited behind it is sent.
void NetworkPath::acknowledge(Link& link, Lane& lane) {
  context_.simulation.cancel(lane.unacknowledged->patience);
  const std::vector<Segment> segments = std::move(lane.unacknowledged->segments);
  lane.unacknowledged.reset();
  for (std::size_t next = 1; next < segments.size(); ++next) {
    Segment segment = segments[next];
    segment.sent = context_.simulation.now();
    transmit(segment, link);
  }
}

void NetworkPath::expect_acknowledgement(UserId user, Link& link, bool up) {
  Lane& lane = link.lane(up);
  lane.unacknowledged = std::make_unique<Unacknowledged>(Unacknowledged{context_.simulation.now()});
  const Duration patience =
      up ? context_.settings.connection.tcp_user_timeout : context_.settings.gateway.tcp_user_timeout;
  const auto name = [=, connection = link.connection] {
    return event(Role::network, user, Timer::tcp_gives_up, connection_subject(user, connection));
  };
  lane.unacknowledged->patience =
      context_.schedule(patience, context_.timer_priority, name,
                        [this, up, user, connection = link.connection] { give_up(user, connection, up); });
}

/// The connection is dead for who gives it up; the other side learns of it when it sends something, unless it was over anyway.
void NetworkPath::give_up(UserId user, std::uint32_t connection, bool up) {
  Link& link = *find_link(user, connection);
  Unacknowledged& waits = *link.lane(up).unacknowledged;
  waits.has_given_up = true;
  if (!link.is_cut) {
    const sim::RecordId cause = obstacle(waits.segments.front().packet);
    const bool is_over = link.is_closed || std::ranges::any_of(waits.segments, [](const Segment& segment) {
                           return ends_connection(segment.packet.kind);
                         });
    cut(user, connection,
        is_over ? cause
                : context_.write(Role::network, user, Kind::connection_died,
                                 connection_subject(user, connection), cause));
  }
  (up ? phone_gave_up : server_gave_up)(user, connection, link.cut_by);
}

void NetworkPath::arrive(const Packet& packet) {
  if (!goes_up(packet.kind)) {
    if (context_.apps.suspended(packet.user)) {  // reads it when it is back
      context_.schedule(
          context_.apps.returns(packet.user), context_.message_priority,
          [=] { return event_of(packet, Timer::arrival); }, [this, packet] { arrive(packet); });
      return;
    }
    const Link* const carrier = is_frame(packet.kind) ? find_link(packet.user, packet.number) : nullptr;
    if (carrier != nullptr && carrier->is_taken) {  // and what its buffer held
      return lose_on_the_way(packet, carrier->cut_by);
    }
  }
  if (packet.kind == PacketKind::notification) --notifications_in_flight_;
  on(packet.kind)(packet);
}

void NetworkPath::lose(const Packet& packet, sim::RecordId cause) {
  context_.write(Role::network, packet.user, Kind::packet_lost, subject_of(packet), cause);
}

void NetworkPath::lose_on_the_way(const Packet& packet, sim::RecordId cause) {
  if (packet.kind == PacketKind::notification) --notifications_in_flight_;
  lose(packet, cause);
}

void NetworkPath::begin_outage(UserId user, Direction direction, Duration lasts, sim::RecordId cause) {
  const sim::RecordId began = context_.write(Role::network, user, Kind::outage_began, {.owner = user}, cause);
  const sim::Instant ends = context_.simulation.now() + lasts;
  const auto lengthen = [&](Outage& outage) {
    if (ends > outage.ends) outage = {ends, began};
  };
  if (direction != Direction::down) lengthen(users_[user].outage_up);
  if (direction != Direction::up) lengthen(users_[user].outage_down);
  const auto name = [=] { return event(Role::network, user, Timer::outage_end, {.owner = user}); };
  context_.schedule(ends, context_.message_priority, name, [this, user, began] {
    context_.write(Role::network, user, Kind::outage_ended, {.owner = user}, began);
  });
}

void NetworkPath::take(UserId user, sim::RecordId cause) {
  kill(user, cause);
  auto& links = users_[user].links;
  if (links.empty()) return;
  links.back().is_taken = true;
  if (!links.back().is_cut) links.back().cut_by = cause;
}

void NetworkPath::kill(UserId user, sim::RecordId cause) {
  auto& links = users_[user].links;
  if (links.empty() || links.back().is_cut || links.back().is_closed) return;
  const std::uint32_t connection = links.back().connection;
  cut(user, connection,
      context_.write(Role::network, user, Kind::connection_died, connection_subject(user, connection),
                     cause));
}

void NetworkPath::cut(UserId user, std::uint32_t connection, sim::RecordId died) {
  Link* const dead = find_link(user, connection);
  if (dead == nullptr || dead->is_cut) return;
  dead->is_cut = true;
  dead->cut_by = died;
  for (Lane* const lane : {&dead->up, &dead->down}) {
    if (!lane->unacknowledged) continue;
    context_.simulation.cancel(lane->unacknowledged->retransmission);
    const auto segments = std::exchange(lane->unacknowledged->segments, {});
    const std::size_t arrived = lane->unacknowledged->has_arrived ? 1 : 0;
    for (std::size_t next = arrived; next < segments.size(); ++next) {
      lose_on_the_way(segments[next].packet, died);
    }
  }
  if (withdraw_upgrade(user, *dead)) {
    lose({.kind = PacketKind::upgrade, .user = user, .number = connection}, died);
  }
}

/// The request is the last part of a handshake: it leaves one latency before it arrives, and not before the first part has got
/// through.
bool NetworkPath::withdraw_upgrade(UserId user, Link& link) const {
  if (link.up.is_waiting() && !link.up.unacknowledged->segments.empty() &&
      link.up.unacknowledged->segments.front().packet.kind == PacketKind::upgrade) {
    context_.simulation.cancel(link.up.unacknowledged->retransmission);
    context_.simulation.cancel(link.up.unacknowledged->patience);
    link.up.unacknowledged.reset();
    return true;
  }
  const sim::Instant now = context_.simulation.now();
  const sim::Instant arrives = std::exchange(link.upgrade_arrives, sim::run_start);
  if (arrives <= now) return false;
  const Packet request = {.kind = PacketKind::upgrade, .user = user, .number = link.connection};
  return now < arrives - way(request, link) && context_.simulation.cancel(link.upgrade);
}

Duration NetworkPath::way(const Packet& upgrade, Link& link) const {
  if (!link.way) {
    link.way = context_.chance.draw(label(context_, purpose(Purpose::latency, upgrade.kind), upgrade),
                                    context_.settings.network.latency);
  }
  return *link.way;
}

/// The link of the packet's connection, which the first packet makes. Of a user's connections the last three are kept, and those
/// before them of which a side still waits for an acknowledgement; null for another, whose client is long gone.
NetworkPath::Link* NetworkPath::link(const Packet& packet) {
  constexpr std::size_t kept = 3;
  auto& links = users_[packet.user].links;
  if (links.empty() || links.back().connection < packet.number) {
    if (links.size() >= kept) {
      const auto idle = std::ranges::find_if(
          links, [](const Link& each) { return !each.up.is_waiting() && !each.down.is_waiting(); });
      if (idle != links.end()) links.erase(idle);
    }
    return &links.emplace_back(Link{.connection = packet.number});
  }
  return find_link(packet.user, packet.number);
}

NetworkPath::Link* NetworkPath::find_link(UserId user, std::uint32_t connection) {
  for (Link& link : users_[user].links) {
    if (link.connection == connection) return &link;
  }
  return nullptr;
}

sim::Duration NetworkPath::latency(const Packet& packet) const {
  const bool begins = packet.kind == PacketKind::upgrade;
  const Purpose what = begins ? Purpose::handshake_duration : purpose(Purpose::latency, packet.kind);
  return context_.chance.draw(label(context_, what, packet), begins ? context_.settings.handshake.duration
                                                                    : context_.settings.network.latency);
}

}  // namespace lastseen::models
