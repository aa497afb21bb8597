// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finding one record or one value in a decoded image.
#include "runtime/image/check.h"

namespace ckpt::image {

StringView text_value(StringView text, StringView key) {
  while (!text.empty()) {
    size_t end = text.find('\n');
    StringView line = text.take(end);
    if (line.size > key.size && line[key.size] == '=' && line.starts_with(key))
      return line.drop(key.size + 1);
    text = text.drop(end + 1);
  }
  return {};
}

const Mapping *find_mapping(Span<const Mapping> mappings, u64 address) {
  size_t low = 0, high = mappings.size;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (mappings[middle].end <= address)
      low = middle + 1;
    else
      high = middle;
  }
  return low < mappings.size && mappings[low].start <= address ? &mappings[low]
                                                               : nullptr;
}

const Descriptor *find_descriptor(Span<const Descriptor> all, i32 number) {
  size_t low = 0, high = all.size;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (all[middle].number < number)
      low = middle + 1;
    else
      high = middle;
  }
  return low < all.size && all[low].number == number ? &all[low] : nullptr;
}

bool is_mapped(const View &v, const Descriptor &d, u64 offset, u64 size) {
  for (const Mapping &m : v.mappings) {
    if (!shows_file(v, m) || object_of(v, m).inode != d.inode ||
        object_of(v, m).device != d.device)
      continue;
    if (m.file_offset <= offset &&
        m.readable_end - m.start >= offset - m.file_offset + size)
      return true;
  }
  return false;
}

Span<const ContentRun> runs_of(Span<const ContentRun> all, size_t index) {
  size_t low = 0, high = all.size;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (all[middle].content < index)
      low = middle + 1;
    else
      high = middle;
  }
  while (high < all.size && all[high].content == index)
    ++high;
  return all.sub(low, high - low);
}

bool covered(Span<const Mapping> mappings, u64 start, u64 end, u32 prot) {
  const Mapping *m = find_mapping(mappings, start);
  while (m && m != mappings.end() && m->start <= start &&
         (m->prot & prot) == prot) {
    if (m->readable_end >= end)
      return true;
    if (m->readable_end != m->end)
      return false;
    start = m->end;
    ++m;
  }
  return false;
}

} // namespace ckpt::image
