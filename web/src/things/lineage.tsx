// SPDX-License-Identifier: Apache-2.0
// Where a thing came from and what became of it, as a picture: columns are generations, from left to right. The same record
// gives the same picture. On a phone it is an indented list.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { hasPage, idOf, kindOf, type Edge } from '../api/types';
import { ThingLink } from '../parts/basics';
import { Mark, Tag, type State } from '../parts/marks';
import { named, say } from '../words/words';
import { Signatures } from './facts';
import { layout, node_height, node_width } from './lineage_layout';
import type { States } from './states';

/** Patients and batches have none by themselves: of them it is said when it is something. */
const wordOf = (thing: string, state: State | undefined) => (state ? say(`state.${state}`) : kindOf(thing) === 'material' ? say('state.unknown') : '');
const StateWord = ({ of, states }: { of: string; states: States }) => (states[of] ? <Tag state={states[of]}>{wordOf(of, states[of])}</Tag> : <small>{wordOf(of, undefined)}</small>);
const short = (id: string) => `${id.slice(0, 4)} … ${id.slice(-4)}`;

function Picture({ edges, here, states }: { edges: readonly Edge[]; here: string; states: States }) {
  const { nodes, width, height, links } = layout(edges);
  return <div className="scroll" tabIndex={0} role="group" aria-label={say('lineage')}>
    <svg className="lineage" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
      <defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" /></marker></defs>
      {links.map((path) => <path key={path} className="edge" d={path} markerEnd="url(#arrow)" />)}
      {nodes.map(({ key, thing, x, y, ends }) => {
        const state = states[thing];
        const inner = <g transform={`translate(${x} ${y})`} className={`node ${state ?? 'unknown'}${thing === here ? ' here' : ''}`} data-thing={thing}>
          <rect width={node_width} height={node_height} rx="6" />
          {state && <g transform="translate(9 21)"><Mark state={state} /></g>}
          <text x="31" y="19" className="kind-of">{ends ? say('lineage.infused') : named('thing', kindOf(thing))}</text>
          <text x="31" y="35" className="id-of">{short(idOf(thing))}</text>
          {wordOf(thing, state) && <text x="31" y="51" className={`kind-of state-of ${state ?? ''}`}>{wordOf(thing, state)}</text>}
        </g>;
        return hasPage(thing)
          ? <Link key={key} to="/$kind/$id" params={{ kind: kindOf(thing), id: idOf(thing) }}>{inner}</Link> : <g key={key}>{inner}</g>;
      })}
    </svg>
  </div>;
}

export function Lineage({ edges, here, states }: { edges: readonly Edge[]; here: string; states: States }) {
  const [table, set] = useState(false);
  const { nodes } = layout(edges);
  return <div className="pictured">
    <div className="only-wide">{table
      ? <table><thead><tr><th>{say('lineage.from')}</th><th>{say('lineage.to')}</th><th>{say('lineage.state')}</th></tr></thead><tbody>{edges.map((one) =>
        <tr key={`${one.from} ${one.to} ${one.seq}`}><td><ThingLink thing={one.from} /></td><td><ThingLink thing={one.to} /></td><td><StateWord of={one.to} states={states} /></td></tr>)}</tbody></table>
      : <Picture edges={edges} here={here} states={states} />}
    <button type="button" className="quiet" onClick={() => set(!table)}>{table ? say('as_picture') : say('as_table')}</button></div>
    <ul className="only-phone tree">{nodes.map(({ key, thing, column }) => <li key={key} data-depth={Math.min(column, 5)}><ThingLink thing={thing} /> <StateWord of={thing} states={states} /></li>)}</ul>
    <Signatures all={edges.flatMap((one) => (one.signatures ?? []).map((each) => ({ ...each, fact: one.fact })))} />
  </div>;
}
