// SPDX-License-Identifier: Apache-2.0
// How far a treatment has come, in eight steps: large on its page, small in lists.
import { Icon, type State } from '../../parts/marks';
import { say } from '../../words/words';
import { stages, stateOfStage, type Stage } from './stages';

export function Rail({ reached, small = false, stopped }: { reached: Stage; small?: boolean; stopped?: State | undefined }) {
  return <ol className={small ? 'rail mini' : 'rail'} aria-label={small ? say('rail.at', { stage: say(`stage_reached.${reached}`) }) : undefined}>{stages.map((stage) => {
    const state = stateOfStage(stage, reached), here = stage === reached, shown = here && stopped ? stopped : state;
    return <li key={stage} className={shown} aria-current={here ? 'step' : undefined}>{small ? <Icon state={shown} size={12} /> : <><Icon state={shown} /><span>{say(`stage_reached.${stage}`)}</span>
      <em>{say(`state.${shown}`)}</em></>}</li>;
  })}</ol>;
}
