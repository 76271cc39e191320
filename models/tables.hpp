// What tables of entries are made of: short constant lists, and a check that the compiler makes.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>

namespace lastseen::models {

/// Up to `capacity` items; more do not compile.
template <class Item, std::size_t capacity>
class FixedList {
 public:
  constexpr FixedList(std::initializer_list<Item> items = {}) : size_(items.size()) {
    std::size_t at = 0;
    for (const Item& item : items) items_.at(at++) = item;
  }

  constexpr const Item* begin() const { return items_.data(); }
  constexpr const Item* end() const { return items_.data() + size_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }

 private:
  std::array<Item, capacity> items_{};
  std::size_t size_;
};

/// Whether there is an entry for each of `count` enumerators, in their order; `key` is the entry's enumerator.
template <class Entry, std::size_t size, class Enumerator>
constexpr bool are_in_order(const Entry (&entries)[size], Enumerator Entry::*key, std::size_t count) {
  for (std::size_t at = 0; at < size; ++at) {
    if (static_cast<std::size_t>(entries[at].*key) != at) return false;
  }
  return size == count;
}

}  // namespace lastseen::models
