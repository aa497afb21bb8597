// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Shared memory of a restart: every mapping of one object shows one again.
// Files are mapped as they are, and get the saved pages back only when nothing
// else can be refused.
// Phase: pre-libc.  Errors: false and `why`.
#pragma once
#include "runtime/ckpt/segment_numbers.h"
#include "runtime/restart/files.h"
#include "runtime/restart/memory.h"

namespace ckpt::restart {

class SharedMemory {
public:
  SharedMemory(const ImageFile &image, const Files &files)
      : image_(image), files_(files) {}

  // The files are there and long enough.
  bool check_files(Reason &why) const;
  // Maps them all at their placement.  Needs: Files::open_all.
  bool map_all(const Placement &placement, Arena &arena, Reason &why);
  // Before a refusal: what map_all made is removed again.
  void forget() const;
  // By their numbers, which those that map_all made have now.
  Span<const SegmentNumber> segments() const {
    return {segments_.data, segments_.size};
  }
  // The pages of files that differ from the saved ones.  Needs: finish_memory.
  bool write_back(const Placement &placement, Reason &why);

private:
  // Calls each(index, its mappings) -> bool for every shared object; stops at
  // the first false.  Needs: sort.
  template <class Each> bool each_object(Each each) {
    const Span<const image::Mapping> mappings = image_.view.mappings;
    for (size_t from = 0, to; from < order_.size; from = to) {
      u32 object = mappings[order_[from]].object;
      for (to = from;
           to < order_.size && mappings[order_[to]].object == object;)
        ++to;
      if (!each(object, Span<u32>{order_.data + from, to - from}))
        return false;
    }
    return true;
  }

  bool sort(Arena &arena, Reason &why);
  bool open_object(size_t index, int &fd, Reason &why) const;
  bool open_file(size_t index, int &fd, Reason &why) const;
  SysResult make_file(const char *path, size_t index) const;
  bool make_memory(const image::SharedObject &object, int &fd,
                   Reason &why) const;
  static bool cannot_map(const image::Mapping &m, int error, Reason &why);
  bool map_object(size_t index, Span<const u32> mappings,
                  const Placement &placement, Reason &why);
  bool map_segment(size_t index, Span<const u32> mappings,
                   const Placement &placement, Reason &why);
  bool show_part(u32 mapping, u64 at, SysResult reader,
                 const Placement &placement, Reason &why) const;
  void forget_segments() const;
  void open_to_read(Span<const u32> mappings, int fd, int &reader) const;
  bool fill_hidden(size_t index, int fd, Reason &why) const;
  bool fill_hidden(size_t index, u64 segment, Reason &why) const;
  bool write_run(const image::Run &run, const image::Mapping &mapping, u64 at,
                 Reason &why);
  // Of a page of the mapping: it is counted, or `why` is set.
  bool wrote_page(const image::Mapping &m, SysResult n, Reason &why);
  void announce(size_t object, u64 pages) const;
  bool clear_object(Span<u32> mappings, const Placement &placement,
                    Reason &why);
  bool clear_gaps(const image::Mapping &m, u64 at, u64 from, u64 to, int fd,
                  Reason &why);
  bool clear_pages(const image::Mapping &m, u64 at, u64 end, Reason &why);
  bool clear_holes(const Placement &placement, Reason &why);
  int descriptor_of(size_t object, bool &opened) const;

  const ImageFile &image_;
  const Files &files_;
  Span<u32> order_; // the shared mappings, object by object
  Span<u8> buffer_; // of one run
  Span<u64> changed_; // pages written back, one for each object
  Span<bool> made_;   // the file was gone
  Span<SegmentNumber> segments_;
};

} // namespace ckpt::restart
