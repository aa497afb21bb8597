// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/virtual_numbers.h"

#include "runtime/syscall/records.h"
#include "runtime/syscall/trap.h"

namespace ckpt {

namespace {

template <class Each> void each_number_in_use(Each each) {
  const syscall::Table &table = syscall::table();
  for (u32 i = 0; syscall::is_on() && i < table.top; ++i)
    if (table.words[i])
      each(static_cast<i32>(i), table.words[i]);
}

const syscall::Record *url_of(syscall::Word word) {
  const syscall::Record *record = syscall::record_of(syscall::marks_in(word));
  return record && record->text ? record : nullptr;
}

image::VirtualNumber describe(i32 number, syscall::Word word) {
  const syscall::Record *record = syscall::record_of(syscall::marks_in(word));
  image::VirtualNumber n = {};
  n.number = number;
  n.real = syscall::real_in(word);
  n.flags = (word & syscall::kListing ? u32{image::kOnNumbers} : 0) |
            (word & syscall::kToldReadWrite ? u32{image::kToldReadWrite} : 0);
  n.methods = record ? record->methods : 0;
  n.given = record && !record->text ? record->number : -1;
  return n;
}

} // namespace

VirtualCount count_virtual_numbers() {
  VirtualCount count;
  each_number_in_use([&](i32, syscall::Word word) {
    const syscall::Record *url = url_of(word);
    ++count.numbers;
    count.url_bytes += url ? url->text_size : 0;
  });
  return count;
}

bool collect_virtual_numbers(Snapshot &snapshot, const VirtualCount &count,
                             Reason &why) {
  snapshot.virtual_numbers =
      snapshot.arena.array<image::VirtualNumber>(count.numbers);
  snapshot.virtual_pool.room = snapshot.arena.array<char>(count.url_bytes);
  if (count.numbers && !snapshot.virtual_numbers.data) {
    why.set("no room for the table of ", count.numbers, " descriptors");
    return false;
  }
  size_t done = 0;
  each_number_in_use([&](i32 number, syscall::Word word) {
    image::VirtualNumber &n = snapshot.virtual_numbers[done++];
    n = describe(number, word);
    const syscall::Record *url = url_of(word);
    StringView text =
        url ? StringView(url->text, url->text_size) : StringView();
    if (snapshot.virtual_pool.add(text, n.url))
      n.url_size = static_cast<u32>(text.size);
  });
  return true;
}

} // namespace ckpt
