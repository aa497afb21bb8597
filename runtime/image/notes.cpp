// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From the notes of an image to spans of records.  The format's version is
// looked at before anything that another version may have changed.
#include "runtime/image/check.h"

namespace ckpt::image {
namespace {

// One row for each kind of note.
struct NoteRule {
  Note type;
  char name[16];
  u32 record_size;
  bool has_pool;
};
constexpr NoteRule kRules[] = {
    {Note::kMeta, "meta", sizeof(Meta), false},
    {Note::kProvenance, "provenance", 1, false},
    {Note::kCpu, "cpu", sizeof(CpuLeaf), false},
    {Note::kMappings, "mappings", sizeof(Mapping), true},
    {Note::kRuns, "runs", sizeof(Run), false},
    {Note::kThreads, "threads", sizeof(Thread), false},
    {Note::kDescriptors, "descriptors", sizeof(Descriptor), true},
    {Note::kLocks, "locks", sizeof(RecordLock), false},
    {Note::kActions, "actions", sizeof(Action), false},
    {Note::kPending, "pending", sizeof(PendingSignal), false},
    {Note::kOptions, "options", 1, false},
    {Note::kShared, "shared", sizeof(SharedObject), true},
    {Note::kTimers, "timers", sizeof(Timer), false},
    {Note::kClocks, "clocks", sizeof(Clocks), false},
    {Note::kContents, "contents", sizeof(Content), false},
    {Note::kWatches, "watches", sizeof(Watch), false},
    {Note::kContentRuns, "content runs", sizeof(ContentRun), false},
    {Note::kLimits, "limits", sizeof(Limit), false},
    {Note::kAttributes, "attributes", sizeof(Attributes), false},
    {Note::kThreadSettings, "thread settings", sizeof(ThreadSettings), false},
    {Note::kFileWatches, "file watches", sizeof(FileWatch), true},
    {Note::kDirectories, "directories", sizeof(Directory), true},
    {Note::kNames, "names", sizeof(DirectoryName), true},
    {Note::kGuards, "guards", sizeof(GuardRange), false},
    {Note::kWaiting, "waiting", sizeof(Waiting), false},
    {Note::kFlights, "flights", sizeof(Flight), false},
    {Note::kHidden, "hidden", sizeof(Hidden), false},
    {Note::kSystemV, "system v", sizeof(SystemVSegment), false},
    {Note::kVirtual, "virtual", sizeof(VirtualNumber), true},
};
constexpr u32 kKinds = sizeof kRules / sizeof kRules[0];

// kKinds: there is no such kind.
constexpr u32 index_of(Note type) {
  u32 i = 0;
  while (i < kKinds && kRules[i].type != type)
    ++i;
  return i;
}

struct Collected {
  Bytes own[kKinds];
  Bytes auxv;
  Bytes nt_file;
  u32 unknown_type = 0;
};

constexpr u64 pad4(u64 n) { return (n + 3) & ~u64{3}; }

bool same(Bytes name, const char *text) {
  StringView want(text);
  return name.size == want.size + 1 && name[want.size] == 0 &&
         StringView(reinterpret_cast<const char *>(name.data), want.size) ==
             want;
}

bool keep_once(Bytes &slot, Bytes desc, StringView what, Reason &why) {
  if (slot.data)
    return damaged(why, "it has two notes of the kind ", what);
  slot = desc;
  return true;
}

bool collect_one(u32 type, Bytes owner, Bytes desc, Collected &c, Reason &why) {
  if (same(owner, "CORE") && type == kNoteAuxv)
    return keep_once(c.auxv, desc, "NT_AUXV", why);
  if (same(owner, "CORE") && type == kNoteFile)
    return keep_once(c.nt_file, desc, "NT_FILE", why);
  if (!same(owner, kNoteName) || type == kFillerNote)
    return true;
  u32 i = index_of(static_cast<Note>(type));
  if (i == kKinds) {
    c.unknown_type = type;
    return true;
  }
  if (reinterpret_cast<uintptr_t>(desc.data) % 8)
    return damaged(why, "its note ", StringView(kRules[i].name),
                   " is not aligned");
  return keep_once(c.own[i], desc, kRules[i].name, why);
}

bool collect(Bytes notes, Collected &c, Reason &why) {
  u64 at = 0;
  while (at < notes.size) {
    NoteHeader header;
    if (notes.size - at < sizeof header)
      return damaged(why, "its notes are cut");
    __builtin_memcpy(&header, notes.data + at, sizeof header);
    at += sizeof header;
    u64 name = pad4(header.namesz), size = name + pad4(header.descsz);
    if (size > notes.size - at)
      return damaged(why, "a note reaches over the end of its notes");
    if (!collect_one(header.type, notes.sub(at, header.namesz),
                     notes.sub(at + name, header.descsz), c, why))
      return false;
    at += size;
  }
  return true;
}

bool check_format(Bytes meta, Reason &why) {
  if (meta.size < sizeof(NoteHead) + offsetof(Meta, page_size))
    return damaged(why, "it has no note of the kind meta");
  const u8 *p = meta.data + sizeof(NoteHead);
  u32 version, arch;
  __builtin_memcpy(&version, p + offsetof(Meta, format_version), 4);
  __builtin_memcpy(&arch, p + offsetof(Meta, arch), 4);
  if (version > kFormatVersion) {
    why.set("the image was written by a newer ckpt_compile (format ", version,
            "; this program reads format ", kFormatVersion,
            "): restart it with the program that wrote it, or upgrade "
            "ckpt_compile and link the program again");
    return false;
  }
  if (version != kFormatVersion)
    return damaged(why, "it has format ", version);
  if (arch != kArchX86_64) {
    why.set("the image was written on another kind of machine (", arch,
            "; this program runs on x86-64, ", kArchX86_64,
            "): restart it on that kind of machine");
    return false;
  }
  return true;
}

// Checks the sizes of every note of ours.
bool check_sizes(const Collected &c, Reason &why) {
  if (c.unknown_type)
    return damaged(why, "it has a note of unknown type ", Hex{c.unknown_type});
  for (u32 i = 0; i < kKinds; ++i) {
    const NoteRule &rule = kRules[i];
    Bytes note = c.own[i];
    if (note.size < sizeof(NoteHead))
      return damaged(why, "it has no note of the kind ", StringView(rule.name));
    const NoteHead &head = *reinterpret_cast<const NoteHead *>(note.data);
    u64 room = note.size - sizeof head;
    if (head.record_size != rule.record_size || head.reserved ||
        head.count > room / rule.record_size ||
        head.pool_size != room - head.count * rule.record_size ||
        (head.pool_size && !rule.has_pool))
      return damaged(why, "its note ", StringView(rule.name),
                     " has wrong sizes");
  }
  return true;
}

template <class T> Span<const T> records(const Collected &c, Note type) {
  Bytes note = c.own[index_of(type)];
  const NoteHead &head = *reinterpret_cast<const NoteHead *>(note.data);
  return {reinterpret_cast<const T *>(note.data + sizeof head), head.count};
}

StringView text(const Collected &c, Note type) {
  Span<const char> chars = records<char>(c, type);
  return {chars.data, chars.size};
}

template <class T> StringView pool(const Collected &c, Note type) {
  Bytes note = c.own[index_of(type)];
  const NoteHead &head = *reinterpret_cast<const NoteHead *>(note.data);
  return {reinterpret_cast<const char *>(records<T>(c, type).end()),
          head.pool_size};
}

} // namespace

bool read_notes(u64 from, u64 to, View &v, Reason &why) {
  Collected c;
  if (!collect(v.head.sub(from, to - from), c, why) ||
      !check_format(c.own[index_of(Note::kMeta)], why) || !check_sizes(c, why))
    return false;
  Span<const Meta> meta = records<Meta>(c, Note::kMeta);
  if (meta.size != 1)
    return damaged(why, "its note meta holds ", meta.size, " records");
  v.meta = meta.data;
  v.provenance = text(c, Note::kProvenance);
  v.options = text(c, Note::kOptions);
  v.cpu = records<CpuLeaf>(c, Note::kCpu);
  v.mappings = records<Mapping>(c, Note::kMappings);
  v.mapping_pool = pool<Mapping>(c, Note::kMappings);
  v.runs = records<Run>(c, Note::kRuns);
  v.threads = records<Thread>(c, Note::kThreads);
  v.descriptors = records<Descriptor>(c, Note::kDescriptors);
  v.descriptor_pool = pool<Descriptor>(c, Note::kDescriptors);
  v.locks = records<RecordLock>(c, Note::kLocks);
  v.actions = records<Action>(c, Note::kActions);
  v.pending = records<PendingSignal>(c, Note::kPending);
  v.shared = records<SharedObject>(c, Note::kShared);
  v.shared_pool = pool<SharedObject>(c, Note::kShared);
  v.timers = records<Timer>(c, Note::kTimers);
  v.clocks = records<Clocks>(c, Note::kClocks);
  v.contents = records<Content>(c, Note::kContents);
  v.watches = records<Watch>(c, Note::kWatches);
  v.content_runs = records<ContentRun>(c, Note::kContentRuns);
  v.limits = records<Limit>(c, Note::kLimits);
  Span<const Attributes> attributes =
      records<Attributes>(c, Note::kAttributes);
  if (attributes.size != 1)
    return damaged(why, "its note attributes holds ", attributes.size,
                   " records");
  v.attributes = attributes.data;
  v.thread_settings = records<ThreadSettings>(c, Note::kThreadSettings);
  v.file_watches = records<FileWatch>(c, Note::kFileWatches);
  v.file_watch_pool = pool<FileWatch>(c, Note::kFileWatches);
  v.directories = records<Directory>(c, Note::kDirectories);
  v.directory_pool = pool<Directory>(c, Note::kDirectories);
  v.names = records<DirectoryName>(c, Note::kNames);
  v.name_pool = pool<DirectoryName>(c, Note::kNames);
  v.guards = records<GuardRange>(c, Note::kGuards);
  v.waiting = records<Waiting>(c, Note::kWaiting);
  v.flights = records<Flight>(c, Note::kFlights);
  v.hidden = records<Hidden>(c, Note::kHidden);
  v.system_v = records<SystemVSegment>(c, Note::kSystemV);
  v.virtual_numbers = records<VirtualNumber>(c, Note::kVirtual);
  v.virtual_pool = pool<VirtualNumber>(c, Note::kVirtual);
  v.auxv = c.auxv;
  v.nt_file = c.nt_file;
  return true;
}

} // namespace ckpt::image
