// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finding one record or one value in a decoded image.
#include "runtime/image/check.h"

namespace ckpt::image {

namespace {

// Those of `all`, sorted by `field`, in which that is `value`.
template <class T>
Span<const T> those_with(Span<const T> all, u32 T::*field, u64 value) {
  const T *from =
      first_not(all, [&](const T &each) { return each.*field < value; });
  Span<const T> rest = {from, static_cast<size_t>(all.end() - from)};
  const T *to =
      first_not(rest, [&](const T &each) { return each.*field <= value; });
  return {from, static_cast<size_t>(to - from)};
}

} // namespace

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
  const Mapping *m = first_not(
      mappings, [&](const Mapping &each) { return each.end <= address; });
  return m != mappings.end() && m->start <= address ? m : nullptr;
}

const Descriptor *find_descriptor(Span<const Descriptor> all, i32 number) {
  const Descriptor *d = first_not(
      all, [&](const Descriptor &each) { return each.number < number; });
  return d != all.end() && d->number == number ? d : nullptr;
}

bool has_thread(Span<const Thread> threads, i32 tid) {
  Span<const Thread> others = threads.sub(1, threads.size - 1);
  const Thread *t =
      first_not(others, [&](const Thread &each) { return each.tid < tid; });
  return threads[0].tid == tid || (t != others.end() && t->tid == tid);
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
  return those_with(all, &ContentRun::content, index);
}

Span<const Flight> flights_of(Span<const Flight> all, size_t index) {
  return those_with(all, &Flight::content, index);
}

Span<const Flight> flights_of(Span<const Flight> all, size_t index,
                              u32 message) {
  return those_with(flights_of(all, index), &Flight::message, message);
}

const Hidden *hidden_of(const View &v, u32 index) {
  const Hidden *h = first_not(
      v.hidden, [&](const Hidden &each) { return each.object < index; });
  return h != v.hidden.end() && h->object == index ? h : nullptr;
}

const SystemVSegment *segment_of(const View &v, u32 index) {
  const SystemVSegment *s = first_not(v.system_v, [&](const SystemVSegment &each) {
    return each.object < index;
  });
  return s != v.system_v.end() && s->object == index ? s : nullptr;
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
