// SPDX-License-Identifier: Apache-2.0
// Proves by compiling alone that the generated types tell nouns apart and leave no fact out.
import type {
  Alias,
  Command,
  CourseId,
  CustodyHandOverCommand,
  Fact,
  MaterialId,
  ReceptionReceived,
  ReceptionReceived1,
  SiteId,
} from "../src/generated/facts";

declare const material: MaterialId;
declare const course: CourseId;
declare const site: SiteId;

export const takes_material = (id: MaterialId): string => id;
takes_material(material);
// @ts-expect-error a course is no material
takes_material(course);
// @ts-expect-error a text is no id before somebody has checked it
takes_material("3F7K000000000000XX");

export const alias: Alias = "din:A999926123456";
// @ts-expect-error no scheme of ours
export const no_alias: Alias = "mrn:12345";

export const order: CustodyHandOverCommand = {
  command: "custody/hand_over",
  data: { material, receiver: `site/${site}` },
};
export const wrong_receiver: CustodyHandOverCommand = {
  command: "custody/hand_over",
  // @ts-expect-error a course holds nothing
  data: { material, receiver: `course/${course}` },
};

// The name of the fact decides what its data is.
export function bag_of(fact: ReceptionReceived | ReceptionReceived1): string {
  return fact.fact === "reception.received/2" ? (fact.data.seal ?? "") : fact.data.condition;
}

type Named<T extends string> = Extract<Fact, { fact: T }>;
// @ts-expect-error the old receipt knows no seal
export type NoSeal = Named<"reception.received/1">["data"]["seal"];

type Stage<T> = T extends `${infer S}/${string}` ? S : never;
export const stage_of = (command: Command): Stage<Command["command"]> =>
  command.command.split("/")[0] as Stage<Command["command"]>;
