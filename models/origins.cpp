#include <lastseen/models/origins.hpp>

#include <algorithm>

namespace lastseen::models {

void Origins::add(UserId user, std::uint32_t number, Origin origin) {
  constexpr std::size_t fewest = 8;
  User& all = users_[user];
  const bool goes_on = all.latest + 1 == number && all.origin.next() == origin;
  if (all.latest == 0 || !goes_on) {
    if (all.latest != 0) {
      if (all.earlier.empty()) all.earlier.reserve(fewest);
      all.earlier.push_back(all.run);
    }
    all.run = {number, origin};
  }
  all.latest = number;
  all.origin = origin;
}

Origin Origins::of_other(UserId user, std::uint32_t number) const {
  const User& all = users_[user];
  const auto is_in = [number](const Run& run) { return run.first <= number; };
  if (is_in(all.run)) return all.run.origin.next(number - all.run.first);
  const auto run = std::find_if(all.earlier.rbegin(), all.earlier.rend(), is_in);
  LASTSEEN_ASSERT(run != all.earlier.rend(), "a connection or loop that never began has no origin");
  return run->origin.next(number - run->first);
}

}  // namespace lastseen::models
