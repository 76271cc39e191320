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
  if (!packet_faults_.concern(packet)) return carry(packet, sim::Duration::zero(), context_.simulation.now());
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
  carry(packet, fate.delay, context_.simulation.now());
  if (fate.second_after) {
    packet.copy = static_cast<std::uint8_t>(packet.copy | (goes_up(packet.kind) ? 1U : 2U));
    const auto name = [=] { return event(Role::network, packet.user, Timer::duplicate, subject_of(packet)); };
    context_.after(*fate.second_after, name, [this, second = packet, fault = fate.fault]() mutable {
      {
        const FaultOrigins::Strike strike(context_.fault_origins, fault);
        second.cause = context_.write(Role::network, second.user, Kind::packet_duplicated, subject_of(second),
                                      second.cause);
      }
      carry(second, sim::Duration::zero(), context_.simulation.now());
    });
  }
}

void NetworkPath::carry(const Packet& packet, sim::Duration extra, sim::Instant sent) {
  const bool frame = is_frame(packet.kind);
  const bool up = goes_up(packet.kind);
  Link* const carrier = frame ? link(packet) : nullptr;
  if (frame && carrier == nullptr) return lose(packet, packet.cause);
  if (frame && carrier->is_cut) {
    expect_acknowledgement(packet, *carrier);
    return lose(packet, carrier->cut_by);
  }
  if (packet.kind == PacketKind::client_close && withdraw_upgrade(packet.user, *carrier)) {
    carrier->is_closed = true;
    return;
  }
  const User& user = users_[packet.user];
  if ((up ? user.outage_up : user.outage_down).ends > context_.simulation.now()) {
    return wait_for_end(packet, extra, sent);
  }
  sim::Instant arrival = context_.simulation.now() + latency(packet) + extra;
  if (frame) {
    if (context_.settings.proxy.is_there()) {
      (ends_connection(packet.kind) ? connection_ended : frame_passed)(packet.user, packet.number);
    }
    carrier->is_closed |= ends_connection(packet.kind);
    sim::Instant& last = (up ? carrier->up : carrier->down).last_arrival;
    arrival = last = std::max(arrival, last);
  }
  const sim::EventHandle event = context_.schedule(
      arrival, context_.message_priority, [=] { return event_of(packet, Timer::arrival); },
      [this, packet] { arrive(packet); });
  if (packet.kind == PacketKind::upgrade) {
    carrier->upgrade = event;
    carrier->upgrade_arrives = arrival;
    if (may_find_nothing_) knock(packet, *carrier);
  }
  if (packet.kind == PacketKind::notification) ++notifications_in_flight_;
}

void NetworkPath::knock(const Packet& upgrade, Link& link) {
  const auto name = [=] {
    return event(Role::network, upgrade.user, Timer::syn_arrival, subject_of(upgrade));
  };
  const sim::Instant arrival = std::min(context_.simulation.now() + way(upgrade, link), link.upgrade_arrives);
  context_.schedule(arrival, context_.message_priority, name, [this, upgrade] {
    Link* const knocking = find_link(upgrade.user, upgrade.number);
    if (knocking == nullptr || knocking->is_closed || knocking->is_cut || server_available()) return;
    context_.simulation.cancel(knocking->upgrade);
    send(refusal_of(context_, upgrade));
  });
}

/// What was sent waits for the end of the outage, and then for that of one which has made it longer; who sent it gives up
/// when that takes too long. At its end it goes before what is sent then.
void NetworkPath::wait_for_end(const Packet& packet, sim::Duration extra, sim::Instant sent) {
  const bool frame = is_frame(packet.kind);
  const bool up = goes_up(packet.kind);
  const Outage outage = up ? users_[packet.user].outage_up : users_[packet.user].outage_down;
  const sim::Duration patience = !frame ? context_.settings.rest.timeout
                                 : up   ? context_.settings.connection.tcp_user_timeout
                                        : context_.settings.gateway.tcp_user_timeout;
  if (outage.ends - sent > patience) {
    if (!frame) return lose(packet, outage.record);
    if (ends_connection(packet.kind)) {  // it is over, and the news of it is lost
      cut(packet.user, packet.number, outage.record);
      return lose(packet, outage.record);
    }
    const sim::RecordId died = context_.write(Role::network, packet.user, Kind::connection_died,
                                              connection_subject(packet.user, packet.number), outage.record);
    cut(packet.user, packet.number, died);
    expect_acknowledgement(packet, *link(packet));
    return lose(packet, died);
  }
  if (packet.kind == PacketKind::notification) ++notifications_in_flight_;
  context_.schedule(
      outage.ends, Context::first_priority, [=] { return event_of(packet, Timer::release); },
      [this, packet, extra, sent] {
        if (packet.kind == PacketKind::notification) --notifications_in_flight_;
        carry(packet, extra, sent);
      });
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
      if (packet.kind == PacketKind::notification) --notifications_in_flight_;
      return lose(packet, carrier->cut_by);
    }
  }
  if (packet.kind == PacketKind::notification) --notifications_in_flight_;
  on(packet.kind)(packet);
}

void NetworkPath::lose(const Packet& packet, sim::RecordId cause) {
  context_.write(Role::network, packet.user, Kind::packet_lost, subject_of(packet), cause);
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
  if (withdraw_upgrade(user, *dead)) {
    lose({.kind = PacketKind::upgrade, .user = user, .number = connection}, died);
  }
}

/// The request is the last part of a handshake: it leaves one latency before it arrives.
bool NetworkPath::withdraw_upgrade(UserId user, Link& link) const {
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

/// The sender waits for an acknowledgement that will not come. The first frame that waits decides when it gives up.
void NetworkPath::expect_acknowledgement(const Packet& packet, Link& link) {
  const bool up = goes_up(packet.kind);
  Lane& lane = up ? link.up : link.down;
  if (lane.gives_up) return;
  lane.gives_up = true;
  const Duration patience =
      up ? context_.settings.connection.tcp_user_timeout : context_.settings.gateway.tcp_user_timeout;
  const UserId user = packet.user;
  const std::uint32_t connection = link.connection;
  const sim::RecordId cause = link.cut_by;
  const auto name = [=] {
    return event(Role::network, user, Timer::tcp_gives_up, connection_subject(user, connection));
  };
  context_.schedule(patience, context_.timer_priority, name, [this, up, user, connection, cause] {
    (up ? phone_gave_up : server_gave_up)(user, connection, cause);
  });
}

/// The link of the packet's connection, which the first packet makes. Of a user's connections only the last three are kept;
/// null for one before them, whose client is long gone.
NetworkPath::Link* NetworkPath::link(const Packet& packet) {
  constexpr std::size_t kept = 3;
  auto& links = users_[packet.user].links;
  if (links.empty() || links.back().connection < packet.number) {
    if (links.size() == kept) links.erase(links.begin());
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
