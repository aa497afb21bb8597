// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/print.h"
#include "runtime/ckpt/own_marks.h"
#include "tools/inspect/facts.h"
#include "tools/inspect/names.h"
#include "tools/inspect/print_descriptors.h"
#include <cinttypes>
#include <cstdio>
#include <cstring>

namespace ckpt::inspect {
namespace {

using namespace image;
using cli::counted;
using cli::hex;
using cli::printable;
using cli::readable_size;
using cli::with_commas;

void field(const std::string &name, const std::string &value) {
  std::printf("  %-14s %s\n", name.c_str(), value.c_str());
}

void print_summary(const ImageFile &file) {
  const View &v = file.view();
  const Meta &meta = *v.meta;
  std::printf("checkpoint image\n");
  field("file", printable({file.path().data(), file.path().size()}));
  field("size", with_commas(file.size()) + " bytes (" +
                    readable_size(v.head.size) + " head)");
  field("format", std::to_string(meta.format_version) + ", x86-64");
  field("taken", time_of(meta));
  field("generation", with_commas(meta.generation) + ", after " +
                          counted(meta.restarts, "restart"));
  field("job", job_of(meta));
  field("process", printable(StringView(meta.comm)) + ", pid " +
                       std::to_string(meta.pid) + ", " +
                       counted(v.threads.size, "thread"));
  field("memory", readable_size(saved_bytes(v)) + " saved of " +
                      readable_size(reserved_bytes(v)) + " in " +
                      counted(v.mappings.size, "mapping"));
  field("umask", umask_of(meta));
  if (std::string command = restart_command(file); !command.empty())
    field("restart with", command);
}

// "key=value\n" lines.
void print_text(const char *name, StringView text) {
  section(name);
  if (text.empty())
    std::printf("  none\n");
  while (!text.empty()) {
    size_t end = text.find('\n');
    StringView line = text.take(end);
    size_t equals = line.find('=');
    field(printable(line.take(equals)), printable(line.drop(equals + 1)));
    text = text.drop(end + 1);
  }
}

std::string counted_object(const Mapping &m) {
  return "object " + std::to_string(m.object) + " at " + hex(m.file_offset);
}

void print_mappings(const View &v) {
  section("mappings");
  std::printf("  %-25s %s %10s %10s  %s\n", "addresses", "prot", "KiB",
              "saved KiB", "flags and file");
  const Run *run = v.runs.begin();
  for (const Mapping &m : v.mappings) {
    u64 saved = 0;
    for (; run != v.runs.end() && run->address < m.end; ++run)
      saved += run->pages * (kPageSize / 1024);
    std::string what = mapping_flags(m.flags);
    if (m.path_size && !(m.flags & kShared))
      what += ", " + printable(v.path(m)) + " at " + hex(m.file_offset);
    if (m.flags & kShared)
      what += ", " + counted_object(m);
    if (m.readable_end != m.end)
      what += ", unreadable from " + hex(m.readable_end);
    std::printf("  %012" PRIx64 "-%012" PRIx64 " %s  %10" PRIu64 " %10" PRIu64
                "  %s\n",
                m.start, m.end, protection(m.prot).c_str(),
                (m.end - m.start) / 1024, saved, what.c_str());
  }
}

void print_guards(const View &v) {
  if (v.guards.empty())
    return;
  section("guard pages");
  for (const GuardRange &g : v.guards)
    std::printf("  %012" PRIx64 "-%012" PRIx64 "\n", g.start, g.end);
}

void print_shared(const View &v) {
  if (v.shared.empty())
    return;
  section("shared memory");
  for (size_t i = 0; i < v.shared.size; ++i) {
    const SharedObject &o = v.shared[i];
    std::string what = shared_kind(o.kind) + " of " + with_commas(o.size) +
                       " bytes";
    if (o.kind == SharedKind::kDescriptor)
      what += ", descriptor " + std::to_string(o.descriptor);
    if (o.path_size)
      what += ", " + printable(v.path(o));
    if (const SystemVSegment *s = segment_of(v, static_cast<u32>(i)))
      what += ", number " + std::to_string(s->number) +
              (s->flags & kSegmentRemoved
                   ? ", removed"
                   : ", key " + hex(static_cast<u32>(s->key))) +
              (s->flags & kSegmentLocked ? ", locked" : "");
    if (const Hidden *h = hidden_of(v, static_cast<u32>(i)))
      what += ", " + with_commas(saved_bytes(v, h->content)) +
              " saved that no mapping shows";
    std::printf("  %-7zu %s\n", i, what.c_str());
  }
}

void print_settings(const View &v) {
  section("set by the job");
  u64 any = 0;
  for (u32 i = 0; i < kLimitCount; ++i) {
    const Limit &limit = v.limits[i];
    if (!limit.own)
      continue;
    ++any;
    field("limit", std::string(name_of_limit(i).data) + ": " +
                       limit_value(limit.soft) + ", at most " +
                       limit_value(limit.hard));
  }
  for (u32 i = 0; i < static_cast<u32>(Own::kCount); ++i)
    if (v.attributes->own >> i & 1) {
      ++any;
      field("setting", std::string(name_of_setting(i).data) + ": " +
                           setting_value(*v.attributes, static_cast<Own>(i)));
    }
  for (const ThreadSettings &s : v.thread_settings)
    for (u32 i = 0; i < static_cast<u32>(Own::kCount); ++i)
      if (s.attributes.own >> i & 1) {
        ++any;
        field("setting", "thread " + std::to_string(s.tid) + ": " +
                             name_of_setting(i).data + ": " +
                             setting_value(s.attributes, static_cast<Own>(i)));
      }
  if (v.attributes->future_locks)
    field("mlockall", hex(v.attributes->future_locks));
  if (v.attributes->barriers)
    field("membarrier", hex(v.attributes->barriers));
  if (!any)
    std::printf("  nothing else\n");
}

void print_threads(const View &v) {
  section("threads");
  for (const Thread &t : v.threads)
    if (t.flags & kEnded)
      std::printf("  %-7d has ended\n", t.tid);
    else
      std::printf("  %-7d %s, frame %s, fs %s, gs %s, rseq %s\n", t.tid,
                  printable(t.name).c_str(), hex(t.frame).c_str(),
                  hex(t.fs_base).c_str(), hex(t.gs_base).c_str(),
                  t.rseq_size ? hex(t.rseq).c_str() : "none");
}

void print_directories(const View &v) {
  section("directories");
  if (v.directories.empty())
    std::printf("  none\n");
  for (const Directory &d : v.directories)
    std::printf("  %s, %s\n", printable(v.path(d)).c_str(),
                d.flags & kTooMany ? "too many names"
                                   : counted(d.count, "name").c_str());
}

void print_signals(const View &v) {
  section("signals");
  u64 defaults = 0;
  for (u32 i = 0; i < v.actions.size; ++i) {
    const Action &a = v.actions[i];
    if (a.handler == 0) {
      ++defaults;
      continue;
    }
    std::string what = a.handler == 1 ? "ignored" : "handler " + hex(a.handler);
    if (a.handler != 1)
      what += ", " + action_flags(a.flags) + ", blocks " + signal_set(a.mask);
    field(signal_name(i + 1), what);
  }
  field("default", counted(defaults, "other"));
  for (const PendingSignal &p : v.pending) {
    u32 number;
    std::memcpy(&number, p.info, sizeof number);
    field(signal_name(number),
          p.tid ? "pending for thread " + std::to_string(p.tid) : "pending");
  }
}

std::string describe(const Timer &t) {
  std::string out;
  if (t.kind == TimerKind::kPosix)
    out = clock_name(t.clock) + ", " +
          (t.notify == 1 ? "signals nobody" : signal_name(static_cast<u32>(t.signal))) +
          (t.notify == 4 ? " to thread " + std::to_string(t.tid) : "") + ", ";
  out += t.left ? "expires in " + seconds(t.left) + " s" : "not armed";
  if (t.flags & kAbsoluteTimer)
    out += ", at " + seconds(t.expiry);
  if (t.interval)
    out += ", every " + seconds(t.interval) + " s";
  if (t.overrun)
    out += ", overrun " + std::to_string(t.overrun);
  if (t.due)
    out += ", " + std::to_string(t.due) + " pending";
  return out;
}

void print_timers(const View &v) {
  if (v.timers.empty())
    return;
  section("timers");
  for (const Timer &t : v.timers)
    std::printf("  %-7s %s\n",
                t.kind == TimerKind::kPosix ? std::to_string(t.id).c_str()
                                            : timer_kind(t.kind).c_str(),
                describe(t).c_str());
}

void print_clocks(const View &v) {
  section("clocks");
  field("monotonic", seconds(v.clocks[0].monotonic));
  field("boottime", seconds(v.clocks[0].boottime));
  for (const Clocks &c : v.clocks) {
    if (!c.cpu && !c.user && !c.system)
      continue;
    std::string of = c.of == ClocksOf::kProcess    ? "process"
                     : c.of == ClocksOf::kChildren ? "children"
                                                   : "thread " + std::to_string(c.tid);
    field(of.c_str(), "CPU " + seconds(c.cpu) + ", user " + seconds(c.user) +
                          ", system " + seconds(c.system));
  }
}

} // namespace

void print_image(const ImageFile &file) {
  const View &v = file.view();
  print_summary(file);
  print_text("provenance", v.provenance);
  print_text("options", v.options);
  print_mappings(v);
  print_guards(v);
  print_shared(v);
  print_threads(v);
  print_descriptors(v);
  print_virtual(v);
  print_directories(v);
  print_signals(v);
  print_timers(v);
  print_clocks(v);
  print_settings(v);
}

} // namespace ckpt::inspect
