// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "test/Inputs/sample_image.h"
#include "runtime/abi/urls.h"
#include "runtime/image/checksum.h"
#include "runtime/image/decode.h"
#include <cstring>

namespace ckpt::test {
namespace {

using namespace image;

constexpr u64 kText = 0x400000, kData = 0x402000, kHeap = 0x600000;
constexpr u64 kWork = 0x700000, kStack = 0x7ffffff00000;
constexpr u64 kVdsoStart = 0x7ffffffe0000;
constexpr u32 kReadWrite = 3, kReadExec = 5;

std::vector<u8> words(std::initializer_list<u64> values) {
  std::vector<u8> out(values.size() * 8);
  std::memcpy(out.data(), values.begin(), out.size());
  return out;
}

template <class T> Span<const T> span(const std::vector<T> &v) {
  return {v.data(), v.size()};
}

StringView view(const std::string &s) { return {s.data(), s.size()}; }

void set_word(std::vector<u8> &bytes, size_t at, u64 value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

} // namespace

Mapping &SampleImage::add_mapping(u64 start, u64 end, u32 prot, u32 flags,
                                  std::string path) {
  Mapping m{start, end, end, 0, prot, flags, 0, 0, 0, 0};
  m.path = static_cast<u32>(mapping_pool.size());
  m.path_size = static_cast<u32>(path.size());
  mapping_pool += path;
  return mappings.emplace_back(m);
}

Descriptor &SampleImage::add_descriptor(i32 number, FdKind kind, u32 mode,
                                        std::string path) {
  Descriptor d{};
  d.number = number;
  d.kind = kind;
  d.shares = -1;
  d.mode = mode;
  d.path = static_cast<u32>(descriptor_pool.size());
  d.path_size = static_cast<u32>(path.size());
  descriptor_pool += path;
  return descriptors.emplace_back(d);
}

void SampleImage::add_pages(u64 address, u64 count) {
  std::vector<u8> bytes(count * kPageSize);
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<u8>((address >> 12) + i * 7 + (i >> 8) + 1);
  pages.push_back({address, bytes});
}

void SampleImage::add_load(u64 vaddr, u64 memsz, u64 filesz, u64 offset,
                           u32 flags) {
  segments.push_back({vaddr, memsz, filesz, offset, flags});
}

void SampleImage::add_virtual() {
  virtual_numbers.push_back({0, 3, 0, url_bit(UrlMethod::kFd), 0, 0, 0, 0});
  virtual_numbers.push_back({33, 5, kOnNumbers, 0, 0, 0, -1, 0});
  virtual_numbers.push_back(
      {900, 4, kToldReadWrite, url_bit(UrlMethod::kAppend), 0, 15, -1, 0});
  virtual_pool = "append:/tmp/log";
}

void SampleImage::add_memory() {
  add_mapping(kText, kData, kReadExec, kNamed, "/opt/sample/program");
  add_mapping(kData, kData + 0x2000, kReadWrite, kNamed, "/opt/sample/program")
      .file_offset = 0x2000;
  mappings.back().readable_end -= 0x1000;
  add_mapping(kHeap, kHeap + 0x10000, kReadWrite, kAccounted);
  add_mapping(kWork, kWork + 0x4000, kReadWrite, kAccounted | kDontDump);
  add_mapping(kStack, kStack + 0x8000, kReadWrite, kGrowsDown | kAccounted);
  add_mapping(kVdsoStart, kVdsoStart + 0x2000, kReadExec, kVdso);
  add_pages(kText, 2);
  add_pages(kData, 1);
  add_pages(kHeap + 0x1000, 1);
  add_pages(kHeap + 0x3000, 3);
  add_pages(kStack + 0x6000, 2);
  add_pages(kVdsoStart, 2);
  add_load(kText, 0x2000, 0x2000, 0, 5);
  add_load(kData, 0x2000, 0x1000, 0x2000, 6);
  add_load(kStack + 0x6000, 0x2000, 0x2000, 0x7000, 6);

  shared.push_back({SharedKind::kAnonymous, 0, -1, 0, 0x10000, 1, 77, 0, 0});
  shared.push_back({SharedKind::kFile, 0644, -1, kMayWrite, 0x3000, 2, 78, 0, 14});
  shared_pool = "/opt/sample/db";

  hidden.push_back({0, 2}); // the memfd's content
  guards.push_back({kStack, kStack + 0x1000});
  guards.push_back({kStack + 0x2000, kStack + 0x4000});
  directories.push_back({91, 0, 10, 0, 3, 0, 0});
  directories.push_back({92, 10, 5, 3, 0, kTooMany, 0});
  directory_pool = "/home/user/many";
  names.push_back({1001, 0, 5});
  names.push_back({1002, 5, 7});
  names.push_back({1003, 12, 6});
  name_pool = "inputout.txtresult";

  limits.assign(kLimitCount, {100, 200, 0});
  limits[7].own = 1;
  attributes.own = own_bit(Own::kNice) | own_bit(Own::kAffinity);
  attributes.nice = 5;
  attributes.affinity[0] = 3;
  attributes.terminal = 1;

  meta.format_version = kFormatVersion;
  meta.arch = kArchX86_64;
  meta.page_size = kPageSize;
  meta.resume_entry = kText + 0x100;
  meta.stack_top = kWork + 0x4000;
  meta.work_start = kWork;
  meta.work_end = kWork + 0x4000;
  const u64 layout[] = {kText,           kText + 0x1800,  kData,
                        kData + 0x800,   kHeap,           kHeap + 0x10000,
                        kStack + 0x7000, kStack + 0x7100, kStack + 0x7200,
                        kStack + 0x7200, kStack + 0x7400};
  std::memcpy(meta.mm, layout, sizeof layout);
  meta.vvar_start = kVdsoStart - 0x4000;
  meta.vdso_start = kVdsoStart;
  meta.vdso_end = kVdsoStart + 0x2000;
}

void SampleImage::add_process() {
  meta.umask = 022;
  meta.generation = 3;
  meta.restarts = 2;
  meta.time_sec = 1700000000;
  meta.time_nsec = 123456789;
  meta.pid = 4242;
  for (u8 i = 0; i < sizeof meta.job_id; ++i)
    meta.job_id[i] = static_cast<u8>(i * 17);
  std::memcpy(meta.comm, "program", 7);

  Thread leader{};
  leader.tid = 4242;
  leader.frame = kStack + 0x6208;
  leader.fs_base = kHeap + 0x3740;
  leader.robust_size = 24;
  leader.rseq = kHeap + 0x3f00;
  leader.rseq_size = 32;
  threads.push_back(leader);

  add_descriptor(0, FdKind::kInherited, 0020620, "/dev/pts/3").inherited = 0;
  add_descriptor(1, FdKind::kRegular, 0100644, "/home/user/out.txt");
  descriptors.back().open_flags = 0102001; // O_WRONLY|O_APPEND|O_LARGEFILE
  descriptors.back().flags = kHeadHash | kTailHash;
  descriptors.back().offset = descriptors.back().length = 1234;
  add_descriptor(2, FdKind::kRegular, 0100644, "/home/user/out.txt").shares = 1;
  add_descriptor(5, FdKind::kDevice, 0020666, "/dev/null").flags = kCloseOnExec;
  locks.push_back({1, 1, LockOwner::kProcess, 100, 0});
  actions.resize(kSignals);
  actions[9] = {kText + 0x200, 0x14000004, kText + 0x300, 1 << 11};
  actions[12] = {1, 0, 0, 0};
  pending.push_back({});
  pending.back().info[0] = 10;
  add_times();
  cpu.push_back({1, 0, 0x806f8, 0, 0x7ffefbff, 0xbfebfbff});
  cpu.push_back({kCpuLeafXcr0, 0, 0xe7, 0, 0, 0});
  provenance = "program=build-id:00112233445566778899aabb\n"
               "exe=/opt/sample/program\ncwd=/home/user\n"
               "host=node7\nkernel=6.1.0\nlibc=glibc 2.36\n";
  options = "relocatable=off\nrollback=on\n";
}

void SampleImage::add_times() {
  Timer alarm{};
  alarm.kind = TimerKind::kReal;
  alarm.left = 2500000000;
  timers.push_back(alarm);
  Timer once{};
  once.kind = TimerKind::kPosix;
  once.flags = kAbsoluteTimer;
  once.notify = 4; // SIGEV_THREAD_ID
  once.signal = 34;
  once.tid = 4242;
  once.value = kHeap;
  once.left = 1;
  once.expiry = 1700000100000000000;
  timers.push_back(once);
  Timer often{};
  often.kind = TimerKind::kPosix;
  often.id = 7;
  often.clock = 1;
  often.signal = 14;
  often.overrun = 3;
  often.interval = often.left = 10000000;
  often.due = 2;
  timers.push_back(often);

  clocks.push_back({ClocksOf::kProcess, 0, 5000000001, 6000000002, 700000003,
                    600000000, 100000000, 2048, {1, 2, 3, 4, 5, 6}});
  clocks.push_back({ClocksOf::kChildren, 0, 0, 0, 0, 0, 0, 0, {}});
  clocks.push_back({ClocksOf::kThread, 4242, 0, 0, 700000003, 600000000,
                    100000000, 2048, {1, 2, 3, 4, 5, 6}});
}

// A pipe that holds six bytes, an event counter, a memfd with a hole, and a set
// that watches the pipe.
void SampleImage::add_objects() {
  for (i32 number = 6; number <= 7; ++number)
    add_descriptor(number, FdKind::kPipe, 0010600, "").content = 1;
  descriptors.back().open_flags = 1; // O_WRONLY
  add_descriptor(8, FdKind::kEventfd, 0600, "").content = 2;
  add_descriptor(9, FdKind::kEpoll, 0600, "");
  add_descriptor(10, FdKind::kMemfd, 0100777, "name").content = 3;
  contents.push_back({FdKind::kPipe, 0, 16, {65536, 0, 0, 0}});
  contents.push_back({FdKind::kEventfd, kSemaphore, 0, {7, 0, 0, 0}});
  contents.push_back({FdKind::kMemfd, 0, 0x3000, {1, 0, 0, 0}});
  pieces.push_back({0, 0, {1, 0, 0, 0, 6, 0, 0, 0, 'q', 'u', 'e', 'u', 'e', 'd',
                           0, 0}});
  pieces.push_back({2, 0, std::vector<u8>(0x1000, 'a')});
  pieces.push_back({2, 0x2000, std::vector<u8>(0x800, 'b')});
  watches.push_back({9, 6, 6, 0x19, 42});
  add_descriptor(11, FdKind::kInotify, 0600, "").content = 4;
  contents.push_back({FdKind::kInotify, 0, 0, {32, 0, 0, 0}});
  file_watch_pool = "/home/user/in";
  file_watches.push_back({11, 1, 0x100, kDontFollow, -1, 0, 13, 0, 77});
  file_watches.push_back({11, 3, 0x2, 0, 10, 0, 0, 0, 78});
  add_descriptor(12, FdKind::kMaster, 0020666, "").content = 5;
  add_descriptor(13, FdKind::kSlave, 0020620, "/dev/pts/7").content = 6;
  contents.push_back({FdKind::kMaster, 0, 0, {kPackets, 0x630021, 0, 0}});
  add_descriptor(14, FdKind::kSelf, 0700, "");
  add_descriptor(15, FdKind::kQueue, 0100600, "/queue").content = 7;
  contents.push_back({FdKind::kSlave, kExclusive, 0, {5, 0, 0, 0}});
  contents.push_back({FdKind::kQueue, 0, 0, {10, 8192, 3, 0}});
  add_sockets();
}

// One that listens, and two whose connections were not accepted.
void SampleImage::add_sockets() {
  for (i32 number = 16; number <= 18; ++number)
    add_descriptor(number, FdKind::kSocket, 0140777, "").content =
        static_cast<u32>(number - 8);
  contents.push_back({FdKind::kSocket, kListening, 0, {1, 1, 0, 5}});
  contents.push_back({FdKind::kSocket, kWaits | u32{kShutWrite}, 0, {1, 1, 0, 2}});
  contents.push_back({FdKind::kSocket, kWaits, 0, {1, 1, 0, 1}});
  waiting.push_back({7, 9});
  waiting.push_back({7, 8});
  add_flights();
}

// A pair: the one has descriptors in its queue, one of which nobody else has.
void SampleImage::add_flights() {
  for (i32 number = 19; number <= 21; ++number)
    add_descriptor(number, FdKind::kSocket, 0140777, "").content =
        static_cast<u32>(number - 8);
  descriptors.back().flags |= kInFlight;
  contents.push_back({FdKind::kSocket, 0, 40, {1, 1, 0, 12}});
  contents.push_back({FdKind::kSocket, 0, 0, {1, 1, 0, 11}});
  contents.push_back({FdKind::kSocket, kPeerGone, 0, {1, 2, 0, 0}});
  pieces.push_back({10, 0, {1, 0, 0, 0, 1, 0, 0, 0, 'a', 0, 0, 0, 0, 0, 0, 0,
                            1, 0, 0, 0, 1, 0, 0, 0, 'b', 0, 0, 0, 0, 0, 0, 0,
                            1, 0, 0, 0, 0, 0, 0, 0}});
  flights.push_back({10, 0, 19});
  flights.push_back({10, 0, 21});
  flights.push_back({10, 1, 6});
}

void SampleImage::add_standard_notes() {
  std::vector<u8> status(336);                     // struct elf_prstatus
  set_word(status, 32, 4242);                      // pr_pid
  set_word(status, 112 + 16 * 8, kText + 0x123);   // rip
  set_word(status, 112 + 19 * 8, kStack + 0x6e00); // rsp
  standard.push_back({kNotePrstatus, "CORE", status});
  std::vector<u8> info(136); // struct elf_prpsinfo
  std::memcpy(info.data() + 40, "program", 7);
  std::memcpy(info.data() + 56, "program --fast", 14);
  standard.push_back({kNotePrpsinfo, "CORE", info});
  // AT_PHDR, AT_PAGESZ, AT_ENTRY, AT_NULL
  standard.push_back(
      {kNoteAuxv, "CORE",
       words({3, kText + 0x40, 6, kPageSize, 9, kText + 0x120, 0, 0})});
  std::vector<u8> files =
      words({2, kPageSize, kText, kData, 0, kData, kData + 0x2000, 2});
  for (int i = 0; i < 2; ++i)
    for (const char *c = "/opt/sample/program";; ++c) {
      files.push_back(static_cast<u8>(*c));
      if (!*c)
        break;
    }
  standard.push_back({kNoteFile, "CORE", files});
  standard.push_back({kNoteFpregset, "CORE", std::vector<u8>(512)});
}

SampleImage::SampleImage() {
  add_memory();
  add_virtual();
  add_process();
  add_objects();
  add_standard_notes();
}

std::vector<Run> SampleImage::runs(u64 data_offset) const {
  std::vector<Run> out;
  u64 at = data_offset;
  for (const Pages &p : pages) {
    Run r{p.address, at, static_cast<u32>(p.bytes.size() / kPageSize), 0};
    r.crc = run_crc(r, p.bytes.data());
    out.push_back(r);
    at += p.bytes.size() + gap_pages * kPageSize;
  }
  return out;
}

std::vector<ContentRun> SampleImage::content_runs(u64 data_offset) const {
  std::vector<ContentRun> out;
  u64 at = data_offset;
  for (const Pages &p : pages)
    at += p.bytes.size() + gap_pages * kPageSize;
  for (const Piece &p : pieces) {
    ContentRun r{p.position, at, p.content, static_cast<u32>(p.bytes.size()),
                 0, 0};
    r.crc = content_crc(r, p.bytes.data());
    out.push_back(r);
    at += page_up(p.bytes.size()) + gap_pages * kPageSize;
  }
  return out;
}

// All but what depends on places in the file.
HeadInput SampleImage::fixed_records() const {
  HeadInput in;
  in.meta = &meta;
  in.provenance = view(provenance);
  in.options = view(options);
  in.cpu = span(cpu);
  in.mappings = span(mappings);
  in.mapping_pool = view(mapping_pool);
  in.threads = span(threads);
  in.descriptors = span(descriptors);
  in.descriptor_pool = view(descriptor_pool);
  in.locks = span(locks);
  in.actions = span(actions);
  in.pending = span(pending);
  in.limits = span(limits);
  in.attributes = &attributes;
  in.thread_settings = {thread_settings.data(), thread_settings.size()};
  in.guards = span(guards);
  in.hidden = span(hidden);
  in.system_v = span(system_v);
  in.waiting = span(waiting);
  in.flights = span(flights);
  in.virtual_numbers = span(virtual_numbers);
  in.virtual_pool = view(virtual_pool);
  in.directories = span(directories);
  in.directory_pool = view(directory_pool);
  in.names = span(names);
  in.name_pool = view(name_pool);
  in.shared = span(shared);
  in.shared_pool = view(shared_pool);
  in.timers = span(timers);
  in.clocks = span(clocks);
  in.contents = span(contents);
  in.watches = span(watches);
  in.file_watches = span(file_watches);
  in.file_watch_pool = view(file_watch_pool);
  return in;
}

std::vector<u8> SampleImage::bytes() const {
  std::vector<RawNote> raw;
  for (const StandardNote &n : standard)
    raw.push_back({n.type, view(n.owner), span(n.bytes)});
  std::vector<Run> page_runs = runs(0);
  std::vector<Segment> loads = segments;
  HeadInput in = fixed_records();
  in.runs = span(page_runs);
  std::vector<ContentRun> own_runs = content_runs(0);
  in.content_runs = span(own_runs);
  in.standard = span(raw);
  in.segments = span(loads);
  u64 data_offset = head_size(in);
  page_runs = runs(data_offset);
  in.runs = span(page_runs);
  own_runs = content_runs(data_offset);
  in.content_runs = span(own_runs);
  for (Segment &s : loads)
    s.offset += data_offset;
  std::vector<u8> out(data_offset);
  if (!encode_head(in, {out.data(), out.size()}))
    return {};
  u32 head_crc = crc32c(0, out.data(), out.size());
  for (const Pages &p : pages) {
    out.insert(out.end(), p.bytes.begin(), p.bytes.end());
    out.insert(out.end(), gap_pages * kPageSize, 0);
  }
  for (const Piece &p : pieces) {
    out.insert(out.end(), p.bytes.begin(), p.bytes.end());
    out.insert(out.end(), page_up(p.bytes.size()) - p.bytes.size() +
                              gap_pages * kPageSize, 0);
  }
  Commit commit =
      make_commit(out.size() + sizeof(Commit), data_offset, head_crc);
  const u8 *tail = reinterpret_cast<const u8 *>(&commit);
  out.insert(out.end(), tail, tail + sizeof commit);
  return out;
}

void reseal(std::vector<u8> &image) {
  Commit c;
  u8 *tail = image.data() + image.size() - sizeof c;
  std::memcpy(&c, tail, sizeof c);
  u64 head = c.data_offset < image.size() ? c.data_offset : image.size();
  c = make_commit(image.size(), c.data_offset, crc32c(0, image.data(), head));
  std::memcpy(tail, &c, sizeof c);
}

std::string refusal(const std::vector<u8> &image) {
  Reason why;
  Commit commit{};
  size_t tail = image.size() < sizeof commit ? image.size() : sizeof commit;
  View v;
  if (decode_commit({image.data() + image.size() - tail, tail}, image.size(),
                    commit, why)) {
    // A copy of the head alone, so that a sanitizer sees a read over its end.
    std::vector<u8> head(image.begin(),
                         image.begin() +
                             static_cast<std::ptrdiff_t>(commit.data_offset));
    if (decode_head({head.data(), head.size()}, commit, v, why))
      return {};
  }
  return std::string(why.view().data, why.view().size);
}

} // namespace ckpt::test
