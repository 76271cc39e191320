#include <lastseen/models/vocabulary.hpp>

#include <array>

#include <lastseen/models/record_kinds.hpp>

namespace lastseen::models {
namespace {

struct RoleText {
  Role role;
  Side side;
  std::string_view name;
};
constexpr std::array<RoleText, role_count> roles = {{
    {Role::view, Side::client, "view"},
    {Role::outbox, Side::client, "outbox"},
    {Role::supervision, Side::client, "supervision"},
    {Role::polling, Side::client, "polling"},
    {Role::screen, Side::client, "screen"},
    {Role::api, Side::server, "api"},
    {Role::gateway, Side::server, "gateway"},
    {Role::registry, Side::server, "registry"},
    {Role::ping_handler, Side::server, "ping_handler"},
    {Role::dispatcher, Side::server, "dispatcher"},
    {Role::worker, Side::server, "worker"},
    {Role::notifier, Side::server, "notifier"},
    {Role::network, Side::between, "network"},
    {Role::proxy, Side::between, "proxy"},
    {Role::push_service, Side::between, "push_service"},
}};

consteval bool roles_are_in_order() {
  for (std::size_t index = 0; index < roles.size(); ++index) {
    if (roles[index].role != static_cast<Role>(index)) return false;
  }
  return true;
}
static_assert(roles_are_in_order(), "each role has a row, in the order of the enumerators");

}  // namespace

std::string_view name(Role role) { return roles.at(static_cast<std::size_t>(role)).name; }
std::string_view name(Kind kind) { return record_kind(kind, Role::view).name; }
std::string_view name(Side side) {
  constexpr std::array<std::string_view, 3> names = {"client", "server", "between"};
  return names.at(static_cast<std::size_t>(side));
}
Side side_of(Role role) { return roles.at(static_cast<std::size_t>(role)).side; }

std::optional<Role> role_named(std::string_view text) {
  for (const RoleText& each : roles) {
    if (each.name == text) return each.role;
  }
  return std::nullopt;
}
std::optional<Kind> kind_named(std::string_view text) {
  for (const RecordKind& each : record_kinds()) {
    if (each.name == text) return each.kind;
  }
  return std::nullopt;
}
std::optional<Side> side_named(std::string_view text) {
  if (text == "client") return Side::client;
  if (text == "server") return Side::server;
  return std::nullopt;
}

}  // namespace lastseen::models
