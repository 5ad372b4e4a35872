// SPDX-License-Identifier: Apache-2.0
// A new treatment: who it is, in which study, approval and consent in force, its chain-of-identity id. Four commands, one
// after the other. What was recorded stays recorded and says so; when one is refused, it goes on from there.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { newKey, prepare, Trouble, type CommandRequest } from '../../api/client';
import { client, courses, study, timeline, useCatalogue } from '../../api/queries';
import { idOf, kindOf, type Answer, type CommandName } from '../../api/types';
import { Sign, type Proof } from '../../forms/sign';
import { TimeField } from '../../forms/time_field';
import { Card, Id, ThingLink, Time, TroubleNote, Waiting } from '../../parts/basics';
import { Icon, Tag, type State } from '../../parts/marks';
import { CameraButton } from '../../scan/camera_button';
import { resolve } from '../../scan/resolve';
import { useScan } from '../../scan/scanner';
import { useMe } from '../../shell/person';
import { LookAlikes } from '../../things/alarms';
import { alikeIn } from '../../things/alike';
import { day, zoneNow } from '../../words/time';
import { named, say, useLanguage } from '../../words/words';
import { instantOf, readIn } from '../../words/zoned';
import { arrivalsAt } from '../receive/arrivals';
import { seqOf, told, useGiving } from '../station/giving';
import { bare, chainOfIdentityOf, chainOfIdentityTyped, coi_typed } from '../station/typed';
import { no, yes } from '../../scan/sound';
import { FindPatient } from './find';
import { approvalAt, knownOf, residentFits, studiesOf, tasks, type Task } from './subject';
import '../../styles/stations.css';

type Draft = Readonly<Record<'name' | 'birth_date' | 'sex' | 'kind' | 'number' | 'study' | 'version' | 'signed_at' | 'coi', string>>;
const nothing: Draft = { name: '', birth_date: '', sex: '', kind: 'resident_id', number: '', study: '', version: '', signed_at: '', coi: '' };
const documents = ['resident_id', 'passport', 'hospital_number', 'residence_permit', 'hong_kong_id', 'macau_id', 'taiwan_id', 'travel_permit_hong_kong_macau', 'travel_permit_taiwan', 'foreign_permanent_resident_id'] as const;

function Field({ name, label, why, hint, children }: { name: string; label: string; why: string | undefined; hint?: ReactNode; children: ReactNode }) {
  return <div className="field"><label htmlFor={`new-${name}`}>{label}</label>{children}{hint && <small>{hint}</small>}
    {why && <span className="why" id={`why-${name}`}><Icon state="stop" />{why}</span>}</div>;
}

function Approval({ study, site }: { study: string; site: string }) {
  const key = `${study}/${site}/approval`;
  const facts = useQuery({ ...timeline(key), enabled: study !== '' && site !== '' });
  const [now] = useState(Date.now);
  const opens = useCatalogue().data?.commands.find((one) => one.name === 'study/open_site')?.title;
  if (study === '' || facts.isPending) return null;
  const one = approvalAt(facts.data ?? [], now);
  if (!one) return <p role="status"><Tag state="stop">{say('new.approval_none')}</Tag></p>;
  return <p role="status"><Tag state={one.in_force ? 'done' : 'stop'}>{say(one.in_force ? 'new.approval' : 'new.approval_lapsed')}</Tag> <code>{one.approval.reference}</code> <small>{say('new.until', { day: day(one.approval.until) })}</small>
    {!one.in_force && <Link className="button" to="/do/$stage/$command" params={{ stage: 'study', command: 'open_site' }} search={{ study, site }}>{opens}</Link>}</p>;
}

/** 15 characters by the scanner; typed, with the check character behind them. */
function Coi({ value, set, why, off }: { value: string; set: (value: string) => void; why: string | undefined; off: boolean }) {
  const text = bare(value), good = chainOfIdentityOf(text) ?? chainOfIdentityTyped(text);
  const scanned = text.length === 15 && good !== undefined;
  return <Field name="coi" label={say('identity.coi')} why={why} hint={<span className={text.length >= coi_typed && !good ? 'late' : undefined}>{good && <Icon state="done" />} {scanned ? say('new.coi_scanned') : say('station.count_of', { count: text.length, length: coi_typed })}
    {text.length >= coi_typed && <> · {say(good ? 'station.check_fits' : 'station.check_wrong')}</>} · {say('new.coi_how')}</span>}>
    <input id="new-coi" value={value} onChange={(event) => set(event.target.value)} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={24} disabled={off} className="code" aria-invalid={why !== undefined || undefined} /></Field>;
}

function Told({ done, now, refused }: { done: Readonly<Partial<Record<Task, string>>>; now: Task | undefined; refused: Task | undefined }) {
  return <ol className="steps-told">{tasks.map((one) => {
    const state: State = done[one] !== undefined ? 'done' : refused === one ? 'stop' : now === one ? 'going' : 'planned';
    return <li key={one} data-task={one} data-state={state}><Icon state={state} /><span>{say(`new.task.${one}`)}</span><small>{done[one] !== undefined ? `${say('new.recorded')} ${done[one]}` : refused === one ? say('new.refused') : now === one ? say('form.sending') : say('new.not_yet')}</small></li>;
  })}</ol>;
}

export function New() {
  useLanguage();
  const myself = useMe();
  const navigate = useNavigate({ from: '/new' });
  const subject = useSearch({ from: '/inside/new' }).subject;
  const site = myself.site ?? '';
  const every = useQuery(courses), catalogue = useCatalogue();
  const here = useQuery({ ...arrivalsAt(site), enabled: site !== '' });
  const facts = useQuery({ ...timeline(subject ?? ''), enabled: subject !== undefined });
  const { giving } = useGiving();
  const [draft, set] = useState<Draft>(nothing);
  const [numbers, number] = useState<Readonly<Partial<Record<Task, string>>>>({});
  const [fresh, make] = useState(false);
  const [step, go] = useState<Task>();
  const [refused, refuse] = useState<{ readonly task: Task; readonly error: unknown }>();
  const [signing, sign] = useState<{ readonly request: CommandRequest; readonly subject: string }>();
  const [opened, open] = useState<string>();
  // Nothing goes on until the person has said that these are others.
  const [alike, warn] = useState<readonly string[]>([]);
  const signed = useRef<unknown>(undefined);
  const put = (name: keyof Draft) => (value: string) => set((before) => ({ ...before, [name]: value }));
  const [misread, unread] = useState(false);
  const toSubject = (who: string) => { unread(false); void navigate({ search: { subject: who } }); };
  // A wristband while the patient is looked for; afterwards the label of the chain of identity.
  const hear = (code: string) => {
    const id = chainOfIdentityOf(code), finds = subject === undefined && !fresh;
    if (!finds && id) { yes(); return put('coi')(id); }
    if (!finds) return no();
    resolve(code).then((found) => {
      if (found.kind !== 'thing' || kindOf(found.thing) !== 'subject') { no(); return unread(true); }
      yes();
      return toSubject(found.thing);
    }, () => { no(); unread(true); });
  };
  useScan(hear);
  const known = knownOf(facts.data ?? []);
  const chosen = known.study ?? draft.study;
  const studies = studiesOf(every.data ?? [], here.data ?? []);
  const coi = chainOfIdentityOf(bare(draft.coi)) ?? chainOfIdentityTyped(bare(draft.coi));
  const done: Partial<Record<Task, string>> = { ...(known.study && { enrol: '' }), ...(known.identified && { identity: '' }), ...(known.consent && { consent: '' }), ...numbers };
  const whyOf = (task: Task, ...paths: string[]) => {
    const error = refused?.task === task ? refused.error : undefined;
    return error instanceof Trouble ? error.problem.fields?.find((one) => paths.includes(one.path.replace(/^data\./, '')))?.why ?? (error.problem.about && paths.includes(error.problem.about) ? error.problem.detail : undefined) : undefined;
  };
  const own = (every.data ?? []).filter((one) => one.recipient === subject && subject !== undefined);

  /** One command; its refusal ends the row of them, and what came before it stands. */
  const one = async (task: Task, name: CommandName, body: CommandRequest): Promise<Answer | undefined> => {
    go(task);
    try {
      const answer = await giving(task, name, body);
      number((before) => ({ ...before, [task]: `#${seqOf(answer)}` }));
      return answer;
    } catch (error) {
      refuse({ task, error });
      signed.current = error;
      return undefined;
    } finally { go(undefined); }
  };
  const openCourse = async (who: string) => {
    const answer = await one('course', 'enrolment/open_course', { data: { subject: who, coi } });
    if (!answer) return;
    void client.invalidateQueries({ queryKey: courses.queryKey });
    open(`course/${told(answer, 'enrolment.course_opened', 'course').replace(/^course\//, '')}`);
  };
  const consent = async (who: string, request: CommandRequest, proof: Proof | undefined) => {
    refuse(undefined);
    const answer = await one('consent', 'enrolment/sign_consent', { ...request, ...(proof && { proof }) });
    if (!answer && signed.current instanceof Trouble && signed.current.problem.code.startsWith('auth.')) return;  // the proof failed: it is asked for again
    sign(undefined);
    if (answer) await openCourse(who);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    refuse(undefined);
    warn([]);
    let who = subject;
    if (who === undefined) {
      const answer = await one('enrol', 'enrolment/enrol', { data: { study: draft.study, site } });
      if (!answer) return;
      who = `subject/${told(answer, 'enrolment.subject_enrolled', 'subject').replace(/^subject\//, '')}`;
      await navigate({ search: { subject: who }, replace: true });
    }
    if (done.identity === undefined) {
      const text = draft.number.trim();
      const answer = await one('identity', 'identity/register', { data: { subject: who, name: draft.name.trim(), ...(draft.birth_date && { birth_date: draft.birth_date }), ...(draft.sex && { sex: draft.sex }), ...(text && { documents: [{ kind: draft.kind, number: text }] }) } });
      if (!answer) return;
      const others = alikeIn(answer.records);
      if (others.length > 0) return warn(others);
    }
    if (done.consent === undefined) {
      const request = { data: { subject: who, version: draft.version.trim().toUpperCase(), signed_at: instantOf(draft.signed_at, zoneNow()) }, sign: 'consent' };
      // What would be refused is told at its field, before anybody signs.
      go('consent');
      const error = await prepare('enrolment/sign_consent', request, newKey()).then(() => undefined, (why: unknown) => why).finally(() => go(undefined));
      if (error === undefined) sign({ subject: who, request });
      else refuse({ task: 'consent', error });
      return;
    }
    await openCourse(who);
  };
  const anew = () => { set(nothing); number({}); warn([]); refuse(undefined); open(undefined); make(false); void navigate({ search: {}, replace: true }); };
  const heading = <div className="heading"><h1>{say('place.new')}</h1><span className="grow" />{!opened && <CameraButton hears={hear} />}{(subject ?? fresh) && <button type="button" onClick={anew}>{say('bedside.anew')}</button>}</div>;
  if (opened) return <div className="new">{heading}<div className="recorded" role="status"><Icon state="done" size={28} /><div><strong>{say('new.opened')}</strong><Id id={coi ?? ''} /><Told done={{ ...done, course: numbers.course ?? '' }} now={undefined} refused={undefined} /><ThingLink thing={opened} /></div></div></div>;
  if (subject === undefined && !fresh) return <div className="new">{heading}<p>{say('new.help')}</p><FindPatient misread={misread} choose={toSubject} fresh={(name) => { make(true); put('name')(name); }} /></div>;
  const command = catalogue.data?.commands.find((each) => each.name === 'enrolment/sign_consent');
  const wait = subject !== undefined && facts.isPending;
  const ready = coi !== undefined && (done.consent !== undefined || (draft.version.trim() !== '' && readIn(draft.signed_at, zoneNow()).kind === 'one')) && (done.identity !== undefined || draft.name.trim() !== '') && chosen !== '';
  const digits = bare(draft.number), fits = draft.kind === 'resident_id' ? residentFits(digits) : undefined;
  return <div className="new">{heading}
    {refused && !signing && <TroubleNote error={refused.error}><p>{say('new.goes_on')}</p></TroubleNote>}
    {facts.error && <TroubleNote error={facts.error} again={() => void facts.refetch()} />}
    {wait ? <Waiting lines={8} /> : <form className="new" onSubmit={(event) => void submit(event)} noValidate>
      <LookAlikes of={alike.length > 0 ? alike : known.alike} words={say('new.alike')} />
      <Card title={say('new.who')} side={subject && <ThingLink thing={subject} />}>{done.identity !== undefined ? <p><Icon state="done" /> {say('new.identified')}</p> : <div className="pair-fields">
        <Field name="name" label={say('new.name')} why={whyOf('identity', 'name')}><input id="new-name" value={draft.name} onChange={(event) => put('name')(event.target.value)} autoComplete="off" required /></Field>
        <Field name="kind" label={say('new.kind')} why={whyOf('identity', 'documents[0].kind')}><select id="new-kind" value={draft.kind} onChange={(event) => put('kind')(event.target.value)}>{documents.map((each) => <option key={each} value={each}>{named('choice', each)}</option>)}</select></Field>
        <Field name="number" label={say('new.number')} why={whyOf('identity', 'documents[0].number')} hint={draft.kind === 'resident_id' && <span className={fits === false ? 'late' : undefined}>{fits && <Icon state="done" />} {say('station.count_of', { count: digits.length, length: 18 })}{fits !== undefined && <> · {say(fits ? 'station.check_fits' : 'station.check_wrong')}</>}</span>}>
          <input id="new-number" value={draft.number} onChange={(event) => put('number')(event.target.value)} autoComplete="off" spellCheck={false} /></Field>
        {draft.kind !== 'resident_id' && <><Field name="birth_date" label={say('new.birth_date')} why={whyOf('identity', 'birth_date')}><input id="new-birth_date" type="date" value={draft.birth_date} onChange={(event) => put('birth_date')(event.target.value)} /></Field>
          <Field name="sex" label={say('new.sex')} why={whyOf('identity', 'sex')}><select id="new-sex" value={draft.sex} onChange={(event) => put('sex')(event.target.value)}><option value="">{say('form.choose')}</option><option value="female">{say('new.sex.female')}</option><option value="male">{say('new.sex.male')}</option></select></Field></>}</div>}</Card>
      <Card title={say('new.study')}>{known.study ? <p><Icon state="done" /> <ThingLink thing={known.study} /></p> : <Field name="study" label={say('identity.study')} why={whyOf('enrol', 'study')}>
        <StudySelect value={draft.study} all={studies} set={put('study')} /></Field>}
        <Approval study={chosen} site={known.site ?? site} /></Card>
      <Card title={say('new.consent')}>{known.consent ? <p><Tag state="done">{say('new.consent_in_force')}</Tag> <code>{known.consent.version}</code> <small><Time at={known.consent.signed_at} /></small></p> : done.consent !== undefined ? <p><Icon state="done" /> {say('new.recorded')}</p> : <div className="pair-fields">
        <Field name="version" label={say('new.version')} why={whyOf('consent', 'version')}><input id="new-version" value={draft.version} onChange={(event) => put('version')(event.target.value)} autoComplete="off" spellCheck={false} placeholder="ICF-1.2" /></Field>
        <Field name="signed_at" label={say('new.signed_at')} why={whyOf('consent', 'signed_at')}><TimeField id="new-signed_at" value={draft.signed_at} set={put('signed_at')} /></Field></div>}</Card>
      <Card title={say('new.course')}>{own.length > 0 && <div className="alarm attention" role="status"><Icon state="attention" /><span>{say('new.has_course')}</span>{own.map((each) => <ThingLink key={each.course} thing={each.course} />)}</div>}
        <Coi value={draft.coi} set={put('coi')} why={whyOf('course', 'coi')} off={step !== undefined} /></Card>
      <Card title={say('new.steps')}><Told done={done} now={step} refused={refused?.task} />
        <div className="row"><button className="main" type="submit" disabled={step !== undefined || !ready}>{say(alike.length > 0 ? 'new.is_another' : refused ?? (Object.keys(numbers).length > 0) ? 'new.go_on' : 'new.do')}</button>{!ready && <small>{say('new.not_ready')}</small>}</div></Card>
    </form>}
    {signing && command && <Sign command={command} request={signing.request} done={(proof) => void consent(signing.subject, signing.request, proof)} close={() => sign(undefined)} busy={step !== undefined} error={refused?.task === 'consent' ? refused.error : undefined} />}
  </div>;
}

function StudySelect({ value, all, set }: { value: string; all: readonly string[]; set: (value: string) => void }) {
  return <select id="new-study" value={value} onChange={(event) => set(event.target.value)}><option value="">{say('form.choose')}</option>{all.map((one) => <StudyOption key={one} of={one} />)}</select>;
}
function StudyOption({ of }: { of: string }) {
  const { data } = useQuery(study(of));
  return <option value={of}>{data?.code ?? idOf(of)}</option>;
}
