// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images that were changed on purpose: every six bytes of the input change one
// place of a good image's head, then the checksums are made right again, so
// that the rules behind them are reached.  What the decoder accepts must keep
// what decode.h promises to its readers.
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

using namespace ckpt;
using namespace ckpt::image;

namespace {

constexpr size_t kPatchSize = 6;

void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "image_fuzz: violated: %s\n", what);
  std::abort();
}

struct Sample {
  std::vector<u8> image = test::SampleImage().bytes();
  size_t records = 0; // where the first record is, and where the last ends
  size_t end = 0;

  Sample() {
    Commit c;
    std::memcpy(&c, image.data() + image.size() - sizeof c, sizeof c);
    View v;
    std::unique_ptr<Reason> why(new Reason);
    require(decode_head({image.data(), c.data_offset}, c, v, *why),
            "the sample is good");
    records = static_cast<size_t>(reinterpret_cast<const u8 *>(v.meta) -
                                  image.data());
    end = v.segments[0].offset + v.segments[0].filesz;
  }
};

const Sample &sample() {
  static const Sample once;
  return once;
}

// Numbers on which comparisons and additions turn.
u64 edge(u8 pick) {
  constexpr u64 kEdges[] = {0,          1,
                            2,          8,
                            64,         0xff,
                            0x1000,     0xffff,
                            1 << 20,    0x7fffffff,
                            0xffffffff, kUserTop,
                            kMaxHead,   u64{1} << 63,
                            ~u64{0},    ~kPageMask};
  return kEdges[pick % 16] - (pick >> 4) % 3 * (pick & 64 ? 1 : kPageSize);
}

// Place, width and way, value.  Most places are in the records, and half of
// them multiples of 8, where most fields are.
void apply(const uint8_t *patch, std::vector<u8> &image) {
  size_t first = patch[2] & 0x60 ? sample().records : 0;
  size_t room = sample().end - 8 - first;
  size_t at = first + (patch[0] | size_t{patch[1]} << 8) % room;
  size_t from = first + (patch[4] | size_t{patch[5]} << 8) % room;
  size_t width = size_t{1} << (patch[2] & 3);
  if (patch[2] & 4)
    at &= ~size_t{7};
  u64 value;
  std::memcpy(&value, image.data() + at, sizeof value);
  switch (patch[2] >> 3 & 3) {
  case 0:
    value = edge(patch[3]);
    break;
  case 1:
    value += static_cast<u64>(static_cast<int8_t>(patch[3]));
    break;
  case 2:
    value ^= u64{1} << (patch[3] % 64);
    break;
  default: // a field of another record
    std::memcpy(&value, image.data() + from, sizeof value);
  }
  std::memcpy(image.data() + at, &value, width);
}

bool is_inside(const View &v, const void *at, u64 size) {
  const u8 *p = static_cast<const u8 *>(at);
  return size == 0 || (p >= v.head.begin() && p <= v.head.end() &&
                       size <= static_cast<u64>(v.head.end() - p));
}

template <class T> bool is_inside(const View &v, Span<const T> list) {
  return is_inside(v, list.data, list.size * sizeof(T)) &&
         reinterpret_cast<uintptr_t>(list.data) % alignof(T) == 0;
}

void check_contents_of(const View &v) {
  for (const Hidden &h : v.hidden)
    require(h.object < v.shared.size && h.content < v.contents.size,
            "what is hidden exists");
  for (const Waiting &w : v.waiting)
    require(w.listener < v.contents.size && w.client < v.contents.size &&
                v.contents[w.listener].flags & kListening &&
                v.waiting[v.contents[w.client].value[3] - 1].client == w.client,
            "a connection waits at a socket that listens, once");
  for (const Flight &f : v.flights)
    require(f.content < v.contents.size &&
                v.contents[f.content].kind == FdKind::kSocket &&
                find_descriptor(v.descriptors, f.number) &&
                flights_of(v.flights, f.content, f.message).size <=
                    kMostInMessage,
            "a descriptor that exists is on its way to a socket");
}

void check_lists(const View &v) {
  require(is_inside(v, v.cpu) && is_inside(v, v.mappings) &&
              is_inside(v, v.runs) && is_inside(v, v.threads) &&
              is_inside(v, v.descriptors) && is_inside(v, v.locks) &&
              is_inside(v, v.actions) && is_inside(v, v.pending) &&
              is_inside(v, v.timers) && is_inside(v, v.clocks) &&
              is_inside(v, v.contents) && is_inside(v, v.watches) &&
              is_inside(v, v.file_watches) &&
              is_inside(v, v.content_runs) && is_inside(v, v.segments) &&
              is_inside(v, v.shared) && is_inside(v, v.hidden) &&
              is_inside(v, v.waiting) && is_inside(v, v.flights) &&
              is_inside(v, v.virtual_numbers) &&
              is_inside(v, v.auxv) &&
              is_inside(v, v.nt_file),
          "lists lie in the head");
  for (const VirtualNumber &n : v.virtual_numbers)
    require(is_inside(v, v.url(n).data, v.url(n).size) &&
                v.url(n).size == n.url_size && n.real >= 0 &&
                v.shown(n.real) <= kMaxVirtual,
            "a virtual descriptor's URL lies in the head");
  require(v.actions.size == kSignals && !v.threads.empty(), "counts");
  for (const Mapping &m : v.mappings)
    require(is_inside(v, v.path(m).data, v.path(m).size) &&
                v.path(m).size == m.path_size,
            "a mapping's path lies in the head");
  for (const SharedObject &o : v.shared)
    require(is_inside(v, v.path(o).data, v.path(o).size) &&
                v.path(o).size == o.path_size,
            "a shared object's name lies in the head");
  for (const Mapping &m : v.mappings)
    require(!(m.flags & kShared) || m.object < v.shared.size,
            "a shared mapping's object exists");
  for (const Watch &w : v.watches)
    require(find_descriptor(v.descriptors, w.number) &&
                find_descriptor(v.descriptors, w.via) && w.target >= 0,
            "a watch is of descriptors");
  for (const FileWatch &w : v.file_watches)
    require(is_inside(v, v.path(w).data, v.path(w).size) &&
                v.path(w).size == w.path_size && w.wd > 0 &&
                find_descriptor(v.descriptors, w.number)->kind ==
                    FdKind::kInotify &&
                (w.descriptor == -1 ||
                 find_descriptor(v.descriptors, w.descriptor)),
            "a file watch is of a file");
  for (const Descriptor &d : v.descriptors) {
    require(is_inside(v, v.path(d).data, v.path(d).size) &&
                v.path(d).size == d.path_size,
            "a descriptor's path lies in the head");
    require(d.shares == -1 || find_descriptor(v.descriptors, d.shares),
            "a shared descriptor exists");
    require(d.content <= v.contents.size &&
                (!d.content || content_of(v, d).kind == d.kind),
            "a descriptor's content is its own");
  }
}

// Written without the decoder's merge of two sorted lists.
void check_runs(const View &v) {
  for (const Run &run : v.runs) {
    u64 size = run.pages * kPageSize;
    bool found = false;
    for (const Mapping &m : v.mappings)
      found |= m.start <= run.address && run.address < m.readable_end &&
               size <= m.readable_end - run.address;
    require(found, "a run is in one mapping");
    require(run.file_offset >= v.head.size && run.file_offset < v.file_size &&
                size <= v.file_size - run.file_offset,
            "a run is in the file");
  }
}

// Every run that a reader of a content is given lies in it and in the file.
void check_contents(const View &v) {
  size_t seen = 0;
  for (size_t i = 0; i < v.contents.size; ++i)
    for (const ContentRun &run : runs_of(v.content_runs, i)) {
      u64 size = v.contents[i].size;
      require(run.content == i && run.position <= size &&
                  run.size <= size - run.position &&
                  run.size <= kMaxRunPages * kPageSize,
              "a piece is in its content");
      require(run.file_offset >= v.head.size &&
                  run.file_offset < v.file_size &&
                  page_up(run.size) <= v.file_size - run.file_offset,
              "a piece is in the file");
      ++seen;
    }
  require(seen == v.content_runs.size, "every piece belongs to a content");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::vector<u8> image = sample().image;
  for (size_t at = 0; at + kPatchSize <= size && at < 8 * kPatchSize;
       at += kPatchSize)
    apply(data + at, image);
  test::reseal(image);

  std::unique_ptr<Reason> why(new Reason);
  Commit commit;
  u64 file_size = image.size();
  Bytes tail{image.data() + file_size - sizeof commit, sizeof commit};
  if (!decode_commit(tail, file_size, commit, *why)) {
    require(!why->empty(), "a refusal has a reason");
    return 0;
  }
  // In a block of its own size: a read over its end is seen.
  std::unique_ptr<u8[]> head(new u8[commit.data_offset]);
  std::memcpy(head.get(), image.data(), commit.data_offset);
  View v;
  bool good = decode_head({head.get(), commit.data_offset}, commit, v, *why);
  require(good == why->empty(), "a refusal has a reason, only a refusal");
  if (!good)
    return 0;
  check_contents_of(v);
  check_lists(v);
  check_runs(v);
  check_contents(v);
  return 0;
}
