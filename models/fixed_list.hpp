// A short list that stands in a table: constant, its items beside it.
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

}  // namespace lastseen::models
