// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A small image made with the codec, whose records a test can change before
// they become bytes.  Used by unit tests, the fuzzer and make_image.
#pragma once
#include "runtime/image/encode.h"
#include <string>
#include <vector>

namespace ckpt::test {

struct Pages {
  u64 address;
  std::vector<u8> bytes; // whole pages
};

struct Piece { // of a content
  u32 content;
  u64 position;
  std::vector<u8> bytes;
};

struct StandardNote {
  u32 type;
  std::string owner;
  std::vector<u8> bytes;
};

struct SampleImage {
  SampleImage(); // one of each kind of record; decode_head accepts it

  image::Meta meta{};
  std::string provenance, options, mapping_pool, descriptor_pool;
  std::vector<image::CpuLeaf> cpu;
  std::vector<image::Mapping> mappings;
  std::vector<Pages> pages; // become the runs
  u64 gap_pages = 0;        // zero pages in the file behind each run
  std::vector<image::Thread> threads;
  std::vector<image::Descriptor> descriptors;
  std::vector<image::RecordLock> locks;
  std::vector<image::Action> actions;
  std::vector<image::PendingSignal> pending;
  std::vector<image::SharedObject> shared;
  std::string shared_pool;
  std::vector<image::Timer> timers;
  std::vector<image::Clocks> clocks;
  std::vector<image::Content> contents;
  std::vector<Piece> pieces; // become the content runs
  std::vector<image::Watch> watches;
  std::vector<image::FileWatch> file_watches;
  std::string file_watch_pool;
  std::vector<image::Limit> limits;
  image::Attributes attributes{};
  std::vector<image::ThreadSettings> thread_settings;
  std::vector<image::GuardRange> guards;
  std::vector<image::Hidden> hidden;
  std::vector<image::SystemVSegment> system_v;
  std::vector<image::Waiting> waiting;
  std::vector<image::Flight> flights;
  std::vector<image::VirtualNumber> virtual_numbers;
  std::string virtual_pool;
  std::vector<image::Directory> directories;
  std::string directory_pool;
  std::vector<image::DirectoryName> names;
  std::string name_pool;
  std::vector<StandardNote> standard;
  std::vector<image::Segment> segments; // offsets from the data offset

  image::Mapping &add_mapping(u64 start, u64 end, u32 prot, u32 flags,
                              std::string path = {});
  image::Descriptor &add_descriptor(i32 number, image::FdKind kind, u32 mode,
                                    std::string path);
  // A run of `count` pages that hold a pattern, none of them zero.
  void add_pages(u64 address, u64 count);
  void add_load(u64 vaddr, u64 memsz, u64 filesz, u64 offset, u32 flags);

  std::vector<image::Run> runs(u64 data_offset) const;
  std::vector<image::ContentRun> content_runs(u64 data_offset) const;
  std::vector<u8> bytes() const;

private:
  image::HeadInput fixed_records() const;
  void add_memory();
  void add_virtual();
  void add_process();
  void add_times();
  void add_objects();
  void add_sockets();
  void add_flights();
  void add_standard_notes();
};

// Makes the checksums of a changed image right again.  `image` must end with a
// commit record.
void reseal(std::vector<u8> &image);

// What the decoder says: empty when it accepts the image.
std::string refusal(const std::vector<u8> &image);

} // namespace ckpt::test
