import { n, s, words, type Words } from "./doctor-texts.ts";

/** What the checks find and advise, check by check. */
export const findings = {
  nodeOk: (version: string) => words(`Node ${version}`, `Node ${version}`),
  nodeOld: (version: string, oldest: string) =>
    words(`Node ${version} is older than ${oldest}`, `Node ${version}은(는) ${oldest}보다 오래되었습니다`),
  nodeInstall: (oldest: string) =>
    words(
      `Install Node ${oldest} or newer, or in a job name one in parameter node_path.`,
      `Node ${oldest} 이상을 설치하거나, 작업에서는 매개변수 node_path로 지정하십시오.`,
    ),
  settingsOk: words("all that a run needs is given", "실행에 필요한 설정이 모두 있습니다"),
  settingsMissing: (names: string) => words(`Not given: ${names}`, `지정되지 않음: ${names}`),
  settingsGive: (flags: string) =>
    words(
      `Add: ${flags}, or the same as GENIE_ENHANCER_<NAME>.`,
      `추가할 설정: ${flags}, 또는 같은 이름의 GENIE_ENHANCER_<이름> 환경 변수.`,
    ),
  hostOther: words(
    "Give the workspace's own address in --host, such as https://adb-123.4.azuredatabricks.net.",
    "https://adb-123.4.azuredatabricks.net과 같은 워크스페이스 주소를 --host로 지정하십시오.",
  ),
  hostNotCalled: (host: string) =>
    words(
      `${host} was not called: there is no way to sign in`,
      `${host}을(를) 호출하지 않았습니다. 로그인 수단이 없습니다`,
    ),
  hostUnreachable: (host: string, said: string) =>
    words(`Nobody answers at ${host}: ${said}`, `${host}에서 응답이 없습니다: ${said}`),
  hostReach: words(
    "Check the address in --host, the network, the proxy (HTTPS_PROXY) and the workspace's IP access list: curl -I the address shows whether it can be reached.",
    "--host의 주소, 네트워크, 프록시(HTTPS_PROXY), 워크스페이스의 IP 접근 목록을 확인하십시오. 주소에 curl -I를 실행하면 닿는지 알 수 있습니다.",
  ),
  hostUntrusted: (host: string, said: string) =>
    words(`The certificate of ${host} is not trusted: ${said}`, `${host}의 인증서를 신뢰할 수 없습니다: ${said}`),
  hostTrust: words(
    "Name your certificate authority's file: export NODE_EXTRA_CA_CERTS=/path/to/ca.pem, or correct --host.",
    "인증 기관 파일을 지정하거나(export NODE_EXTRA_CA_CERTS=/path/to/ca.pem) --host를 고치십시오.",
  ),
  letNobodyIn: (said: string) =>
    words(
      `The workspace does not let this identity in: ${said}`,
      `워크스페이스가 이 계정의 접근을 거부합니다: ${said}`,
    ),
  addMember: words(
    'Add this identity to the workspace: databricks account workspace-assignment update WORKSPACE_ID PRINCIPAL_ID --json \'{"permissions": ["USER"]}\'',
    '이 계정을 워크스페이스에 추가하십시오: databricks account workspace-assignment update WORKSPACE_ID PRINCIPAL_ID --json \'{"permissions": ["USER"]}\'',
  ),
  signInRefused: (said: string) => words(`Sign-in was refused: ${said}`, `로그인이 거부되었습니다: ${said}`),
  signInTwice: words(
    "Keep one way to sign in, or name it: export DATABRICKS_AUTH_TYPE=pat",
    "로그인 방법을 하나만 남기거나 지정하십시오: export DATABRICKS_AUTH_TYPE=pat",
  ),
  hostOk: (host: string) => words(`${host} answers, its certificate is trusted`, `${host} 응답, 인증서 신뢰됨`),
  signedIn: (name: string) => words(`signed in as ${name}`, `${name}(으)로 로그인됨`),
  signInAgain: words(
    "Sign in with `databricks auth login`, or give a fresh DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET of this workspace.",
    "`databricks auth login`으로 다시 로그인하거나, 이 워크스페이스의 새 DATABRICKS_TOKEN 또는 DATABRICKS_CLIENT_ID와 DATABRICKS_CLIENT_SECRET을 지정하십시오.",
  ),
  clockOk: words("this machine and the workspace agree on the time", "이 컴퓨터와 워크스페이스의 시각이 맞습니다"),
  clockOff: (seconds: number) =>
    words(
      `This machine's clock is ${n(Math.abs(seconds))} s ${seconds > 0 ? "behind" : "ahead of"} the workspace's: leases and tokens end at the wrong time`,
      `이 컴퓨터의 시계가 워크스페이스보다 ${n(Math.abs(seconds))}초 ${seconds > 0 ? "느립니다" : "빠릅니다"}. 점유와 토큰의 만료 시각이 어긋납니다`,
    ),
  clockSet: words(
    "Let the machine take its time from a time server: sudo timedatectl set-ntp true",
    "시간 서버와 동기화하십시오: sudo timedatectl set-ntp true",
  ),
  quotaOk: (perMinute: string) => words(`${perMinute} questions a minute`, `분당 질문 ${perMinute}개`),
  quotaLocal: words("the local workspace sets its own", "로컬 워크스페이스는 자체 한도를 씁니다"),
  quotaHigh: (perMinute: string) =>
    words(
      `questions_per_minute is ${perMinute}, and the platform takes 5 a minute of all who ask in the workspace`,
      `questions_per_minute가 ${perMinute}인데, 플랫폼은 워크스페이스 전체에서 분당 5개만 받습니다`,
    ),
  quotaLower: words(
    "Give --questions-per-minute 5, unless Databricks raised the limit for your workspace.",
    "Databricks가 워크스페이스 한도를 올려 준 것이 아니라면 --questions-per-minute 5를 지정하십시오.",
  ),
  pricesOk: words("money is limited only if it is known", "비용 한도와 단가가 어긋나지 않습니다"),
  pricesLack: (cost: number) =>
    words(
      `max_cost is ${n(cost)}, but nothing has a price`,
      `max_cost가 ${n(cost)}인데 단가가 하나도 설정되지 않았습니다`,
    ),
  pricesGive: words(
    "Give --price-question, --price-warehouse-hour or the prices of tokens, or leave out --max-cost.",
    "--price-question, --price-warehouse-hour 또는 토큰 단가를 지정하거나 --max-cost를 빼십시오.",
  ),
  spaceOk: (title: string) => words(`"${title}" is there`, `"${title}" 스페이스가 있습니다`),
  spaceMissing: (id: string) => words(`There is no Genie space ${id}`, `Genie 스페이스 ${id}이(가) 없습니다`),
  spaceTrashed: (id: string) =>
    words(`The Genie space ${id} lies in the trash`, `Genie 스페이스 ${id}이(가) 휴지통에 있습니다`),
  spaceFind: words(
    "Take the id out of the space's address, or list them: databricks genie list-spaces",
    "스페이스 주소의 ID를 쓰거나 목록에서 찾으십시오: databricks genie list-spaces",
  ),
  spaceRestore: words(
    "Restore the space from the trash, or give the id of another in --space-id.",
    "스페이스를 휴지통에서 복원하거나 다른 스페이스의 ID를 --space-id로 지정하십시오.",
  ),
  editOk: words("its configuration can be read", "구성을 읽을 수 있습니다"),
  editLacks: (name: string) =>
    words(
      `${name} may not read the space's configuration, which only editors may`,
      `${name}에게 스페이스 구성을 읽을 권한이 없습니다. 편집자만 읽을 수 있습니다`,
    ),
  documentOk: words("no rule of the platform is broken", "플랫폼 규칙에 어긋나는 곳이 없습니다"),
  documentBroken: (count: number) =>
    words(`It breaks ${n(count)} rule${s(count)} of the platform`, `플랫폼 규칙에 어긋나는 곳이 ${n(count)}곳입니다`),
  documentMend: words(
    "Mend these in the space first, since no clone of it would be accepted; list them again: genie-enhancer space lint",
    "복제본이 거부되므로 스페이스에서 먼저 고치십시오. 다시 점검: genie-enhancer space lint",
  ),
  markOk: words("it has one, so that edits by others are noticed", "있으므로 다른 사람의 편집을 알아챌 수 있습니다"),
  markLacks: words(
    "The workspace gives no etag for the space: an edit made at the moment of a promotion would be overwritten",
    "워크스페이스가 스페이스의 etag를 주지 않아, 운영 반영과 동시에 이루어진 편집을 덮어쓸 수 있습니다",
  ),
  markWait: words(
    "Promote with --promote ask while nobody edits the space, and ask Databricks support why `etag` is missing in GET /api/2.0/genie/spaces.",
    "아무도 편집하지 않을 때 --promote ask로 반영하고, GET /api/2.0/genie/spaces에 `etag`가 없는 이유를 Databricks 지원에 문의하십시오.",
  ),
  roomOk: words("no limit is near", "한도에 가까운 항목이 없습니다"),
  roomLittle: (list: Words) =>
    words(`Little room is left for fixes: ${list.en}`, `수정을 더할 여유가 적습니다: ${list.ko}`),
  roomCount: (what: Words, found: number, limit: number) =>
    words(`${n(found)} of ${n(limit)} ${what.en}`, `${what.ko} ${n(limit)} 중 ${n(found)}`),
  roomClear: words(
    "Take out of the space what nobody needs: fixes that do not fit are left out of the plan.",
    "스페이스에서 쓰지 않는 항목을 정리하십시오. 들어갈 자리가 없는 수정은 계획에서 빠집니다.",
  ),
  bundleOk: words("it lies in no bundle's folder", "번들 폴더에 있지 않습니다"),
  bundleKeeps: (path: string) =>
    words(
      `The space lies in ${path}: the next bundle deploy overwrites what is promoted`,
      `스페이스가 ${path}에 있어 다음 bundle deploy가 반영한 내용을 덮어씁니다`,
    ),
  bundleBring: (id: string) =>
    words(
      `Bring promotions into the bundle before deploying again: databricks bundle generate genie-space --existing-id ${id}`,
      `다시 배포하기 전에 반영 내용을 번들로 가져오십시오: databricks bundle generate genie-space --existing-id ${id}`,
    ),
  warehouseOk: (name: string, state: string, size: string) =>
    words(`"${name}", ${state}, ${size}`, `"${name}", ${state}, ${size}`),
  warehouseMissing: (id: string) => words(`There is no SQL warehouse ${id}`, `SQL 웨어하우스 ${id}이(가) 없습니다`),
  warehouseDeleted: (name: string) =>
    words(`The SQL warehouse "${name}" is deleted`, `SQL 웨어하우스 "${name}"이(가) 삭제되었습니다`),
  warehouseFind: words(
    "Give another in --warehouse-id; to list them: databricks warehouses list",
    "다른 웨어하우스를 --warehouse-id로 지정하십시오. 목록: databricks warehouses list",
  ),
  warehouseHidden: (id: string, name: string) =>
    words(`${name} may not see the SQL warehouse ${id}`, `${name}에게 SQL 웨어하우스 ${id}을(를) 볼 권한이 없습니다`),
  warehouseLacks: (id: string, name: string) =>
    words(`${name} may not use the SQL warehouse ${id}`, `${name}에게 SQL 웨어하우스 ${id}을(를) 쓸 권한이 없습니다`),
  warehouseFails: (said: string) => words(`It runs no statement: ${said}`, `SQL 문을 실행하지 못합니다: ${said}`),
  warehouseStart: (id: string) =>
    words(
      `Start it and look again: databricks warehouses start ${id}`,
      `시작한 뒤 다시 점검하십시오: databricks warehouses start ${id}`,
    ),
  useOk: words("it ran a statement", "SQL 문을 실행했습니다"),
  typeOk: (type: string) => words(type, type),
  typeClassic: (name: string) =>
    words(
      `"${name}" is a classic warehouse, and Genie needs pro or serverless`,
      `"${name}"은(는) 클래식 웨어하우스인데, Genie에는 프로나 서버리스가 필요합니다`,
    ),
  sameWarehouse: words("it is the one of the settings", "설정의 웨어하우스와 같습니다"),
  otherWarehouse: (name: string) => words(`"${name}" may be used as well`, `"${name}"도 쓸 수 있습니다`),
  zoneOk: (zone: string) => words(`both are ${zone}`, `둘 다 ${zone}입니다`),
  zoneDiffers: (ours: string, theirs: string) =>
    words(
      `session_time_zone is ${ours}, but the warehouse writes times in ${theirs}: answers would be shifted when compared`,
      `session_time_zone은 ${ours}인데 웨어하우스는 ${theirs}(으)로 시각을 씁니다. 비교할 때 시각이 밀립니다`,
    ),
  zoneGive: (theirs: string) =>
    words(`Give --session-time-zone ${theirs}.`, `--session-time-zone ${theirs}을(를) 지정하십시오.`),
  catalogOk: (name: string) => words(`${name} can be used`, `${name}을(를) 쓸 수 있습니다`),
  catalogMissing: (name: string) => words(`There is no catalog ${name}`, `카탈로그 ${name}이(가) 없습니다`),
  catalogMake: (sql: string) =>
    words(
      `Give another in --catalog, or have it made: ${sql}`,
      `다른 카탈로그를 --catalog로 지정하거나 생성을 요청하십시오: ${sql}`,
    ),
  refused: (name: string, privilege: string, thing: string) =>
    words(`${name} lacks ${privilege} on ${thing}`, `${name}에게 ${thing}에 대한 ${privilege} 권한이 없습니다`),
  notRun: (what: string, said: string) => words(`${what}: ${said}`, `${what}: ${said}`),
  schemaOk: (name: string) => words(`${name} is there`, `${name}이(가) 있습니다`),
  schemaMade: (name: string) => words(`${name} and its tables were made`, `${name}와 테이블을 만들었습니다`),
  schemaSame: words("it is the state schema", "상태 스키마와 같습니다"),
  versionOk: (version: number) => words(`version ${n(version)}`, `버전 ${n(version)}`),
  versionOld: (found: number, needed: number) =>
    words(
      `The tables have version ${n(found)}, and this program needs ${n(needed)}`,
      `테이블은 버전 ${n(found)}이고, 이 프로그램에는 ${n(needed)}이(가) 필요합니다`,
    ),
  versionNew: (found: number, known: number) =>
    words(
      `The tables have version ${n(found)}, and this program knows only ${n(known)}`,
      `테이블은 버전 ${n(found)}인데, 이 프로그램은 ${n(known)}까지만 압니다`,
    ),
  upgrade: words(
    "Use the newer genie-enhancer that made them: npm install, or databricks bundle deploy from its newest version.",
    "테이블을 만든 최신 genie-enhancer를 쓰십시오: npm install 또는 최신 버전에서 databricks bundle deploy.",
  ),
  columnsOk: (tables: number) =>
    words(`${n(tables)} tables are as needed`, `테이블 ${n(tables)}개가 필요한 대로 있습니다`),
  columnsLack: (list: string) => words(`Not as needed: ${list}`, `필요한 대로 있지 않음: ${list}`),
  columnsRename: (sql: string) =>
    words(`Rename each away, and let it be made anew: ${sql}`, `테이블 이름을 바꿔 두고 다시 만들게 하십시오: ${sql}`),
  writeOk: words("rows can be read and written", "행을 읽고 쓸 수 있습니다"),
  outOk: (folder: string) => words(`${folder} can be written`, `${folder}에 쓸 수 있습니다`),
  outFails: (folder: string) => words(`${folder} cannot be written`, `${folder}에 쓸 수 없습니다`),
  outOther: words(
    "Give another folder in --out-dir, or make that one writable.",
    "다른 폴더를 --out-dir로 지정하거나 그 폴더를 쓸 수 있게 하십시오.",
  ),
  examOk: (visible: number, heldOut: number) =>
    words(
      `${n(visible)} visible and ${n(heldOut)} held-out questions`,
      `공개 문항 ${n(visible)}개, 비공개 문항 ${n(heldOut)}개`,
    ),
  examMend: words(
    "Correct the exam and look at it alone: genie-enhancer exam lint",
    "시험을 고친 뒤 따로 점검하십시오: genie-enhancer exam lint",
  ),
  tablesOk: (count: number) => words(`${n(count)} can be read`, `${n(count)}개를 읽을 수 있습니다`),
  tablesRefused: (name: string, tables: string) =>
    words(`${name} may not read ${tables}`, `${name}에게 ${tables}을(를) 읽을 권한이 없습니다`),
  tablesMissing: (tables: string) => words(`There is no table ${tables}`, `테이블이 없음: ${tables}`),
  tablesRename: words(
    "Correct the table's name in the exam's SQL, or restore the table.",
    "시험 SQL의 테이블 이름을 고치거나 테이블을 복원하십시오.",
  ),
  limitsOk: words("they leave room for the first scoring", "첫 채점에 필요한 여유가 있습니다"),
  limitsLow: (allowed: number, needed: number) =>
    words(
      `max_questions is ${n(allowed)}, and the first scoring alone asks ${n(needed)}`,
      `max_questions가 ${n(allowed)}인데, 첫 채점만으로 ${n(needed)}개를 묻습니다`,
    ),
  limitsRaise: (needed: number) =>
    words(
      `Give at least --max-questions ${n(needed)}, or leave it out.`,
      `--max-questions를 ${n(needed)} 이상으로 지정하거나 빼십시오.`,
    ),
  promotionOk: (how: string) => words(`promote is ${how}`, `promote는 ${how}입니다`),
  promotionBlind: words(
    "promote is auto, but the exam has no held-out questions: what only fits the visible ones would reach production unseen",
    "promote가 auto인데 비공개 문항이 없습니다. 공개 문항에만 맞춘 변경이 그대로 운영에 반영될 수 있습니다",
  ),
  promotionAsk: words(
    "Give --promote ask, or hold some questions out: genie-enhancer exam split",
    "--promote ask를 지정하거나 문항 일부를 비공개로 나누십시오: genie-enhancer exam split",
  ),
  folderOk: (path: string) => words(`${path} is there`, `${path}이(가) 있습니다`),
  folderMissing: (path: string) =>
    words(`There is no home folder ${path}, in which clones are made`, `복제본을 만들 홈 폴더 ${path}이(가) 없습니다`),
  folderRefused: (path: string, name: string) =>
    words(
      `${name} may not look into ${path}, in which clones are made`,
      `${name}에게 복제본을 만들 폴더 ${path}을(를) 볼 권한이 없습니다`,
    ),
  clonesNone: words("none", "없음"),
  clonesLeft: (list: string) => words(`Clones of runs that are over: ${list}`, `끝난 실행의 복제본: ${list}`),
  leaseFree: words("no other run works on it", "작업 중인 다른 실행이 없습니다"),
  leaseHeld: (run: string, until: string) =>
    words(
      `Run ${run} works on the space, until ${until} at the latest`,
      `실행 ${run}이(가) 늦어도 ${until}까지 스페이스를 작업합니다`,
    ),
  leaseWait: (run: string) =>
    words(
      `Wait for it (genie-enhancer wait --run ${run}) or end it: genie-enhancer stop --run ${run}`,
      `기다리거나(genie-enhancer wait --run ${run}) 끝내십시오: genie-enhancer stop --run ${run}`,
    ),
  modelOk: (name: string) => words(`${name} is there`, `${name}이(가) 있습니다`),
  modelMissing: (name: string) =>
    words(`There is no serving endpoint ${name}`, `서빙 엔드포인트 ${name}이(가) 없습니다`),
  modelFind: words(
    "Give another in --llm-endpoint; to list them: databricks serving-endpoints list",
    "다른 엔드포인트를 --llm-endpoint로 지정하십시오. 목록: databricks serving-endpoints list",
  ),
  modelRefused: (endpoint: string, name: string, right: string) =>
    words(
      `${name} lacks ${right} on the serving endpoint ${endpoint}`,
      `${name}에게 서빙 엔드포인트 ${endpoint}에 대한 ${right} 권한이 없습니다`,
    ),
  modelOff: (endpoint: string) =>
    words(
      `The model ${endpoint} is switched off for this workspace`,
      `이 워크스페이스에서 모델 ${endpoint}이(가) 꺼져 있습니다`,
    ),
  modelSwitchOn: (endpoint: string) =>
    words(
      `Raise its rate limit above 0 (databricks serving-endpoints put-ai-gateway ${endpoint}), or give another in --llm-endpoint.`,
      `호출 한도를 0보다 크게 올리거나(databricks serving-endpoints put-ai-gateway ${endpoint}) 다른 엔드포인트를 --llm-endpoint로 지정하십시오.`,
    ),
  readyOk: words("READY", "READY"),
  readyNot: (name: string, state: string) =>
    words(
      `The serving endpoint ${name} is not ready: ${state}`,
      `서빙 엔드포인트 ${name}이(가) 준비되지 않았습니다: ${state}`,
    ),
  readyLook: (name: string) =>
    words(
      `Wait until it is, or see why not: databricks serving-endpoints get ${name}`,
      `준비될 때까지 기다리거나 원인을 확인하십시오: databricks serving-endpoints get ${name}`,
    ),
  taskOk: words("it chats", "채팅 모델입니다"),
  taskOther: (name: string, task: string) =>
    words(
      `${name} does ${task}, and planning needs llm/v1/chat`,
      `${name}의 유형은 ${task}인데, 계획에는 llm/v1/chat이 필요합니다`,
    ),
  answerOk: words("it kept to a JSON schema", "JSON 스키마에 맞게 응답했습니다"),
  answerBad: (name: string, said: string) =>
    words(
      `${name} does not answer as a JSON schema asks: ${said}`,
      `${name}이(가) JSON 스키마대로 응답하지 않습니다: ${said}`,
    ),
  answerText: words("its answer is not the JSON asked for", "요청한 JSON이 아닙니다"),
  answerOther: words(
    "Give an endpoint that supports structured outputs in --llm-endpoint, or leave this check out: genie-enhancer doctor --no-model-call",
    "구조화된 출력을 지원하는 엔드포인트를 --llm-endpoint로 지정하거나 이 점검을 빼십시오: genie-enhancer doctor --no-model-call",
  ),
  answerLeftOut: words("left out", "생략함"),
  noJob: words("no job is named", "지정된 작업이 없습니다"),
  jobOk: (name: string) => words(`"${name}"`, `"${name}"`),
  jobMissing: (id: string) => words(`There is no job ${id}`, `작업 ${id}이(가) 없습니다`),
  jobFind: words(
    "Deploy it (databricks bundle deploy), or give the id of the one there is in --job-id: databricks bundle summary",
    "배포하거나(databricks bundle deploy) 있는 작업의 ID를 --job-id로 지정하십시오: databricks bundle summary",
  ),
  jobHidden: (id: string, name: string) =>
    words(`${name} may not see the job ${id}`, `${name}에게 작업 ${id}을(를) 볼 권한이 없습니다`),
  startOk: (name: string) => words(`${name} may`, `${name}에게 권한이 있습니다`),
  startUnknown: words("who may start it is not shown to this identity", "시작 권한 목록은 이 계정에 보이지 않습니다"),
  startOff: words("self_start is off", "self_start가 꺼져 있습니다"),
  startLacks: (name: string, id: string) =>
    words(
      `The job runs as ${name}, who may not start job ${id}: no second loop would begin`,
      `작업의 실행 계정 ${name}에게 작업 ${id}을(를) 시작할 권한이 없어 두 번째 루프가 시작되지 않습니다`,
    ),
  queueOk: words("a second start waits for the first", "두 번째 시작은 첫 실행을 기다립니다"),
  queueOff: (id: string) =>
    words(
      `Queueing is off for job ${id}: a start while it runs is skipped`,
      `작업 ${id}의 대기열이 꺼져 있어, 실행 중에 시작하면 건너뜁니다`,
    ),
  timeOk: words("a stage fits into it", "단계가 제한 시간 안에 끝납니다"),
  timeShort: (minutes: number, limit: number) =>
    words(
      `The first scoring takes about ${n(minutes)} min, and a task of the job is ended after ${n(limit)} min, before it hands over`,
      `첫 채점에 약 ${n(minutes)}분이 걸리는데, 작업의 태스크는 넘겨주기 전에 ${n(limit)}분 만에 종료됩니다`,
    ),
  timeGive: (seconds: number) =>
    words(
      `Give --stage-time-limit ${n(seconds)}, so that a stage hands over to a new job run in time.`,
      `단계가 제때 새 작업 실행으로 넘어가도록 --stage-time-limit ${n(seconds)}을(를) 지정하십시오.`,
    ),
  placesOk: words("the job keeps its state where the settings say", "작업의 상태 위치가 설정과 같습니다"),
  placesDiffer: (theirs: string, ours: string) =>
    words(
      `The job's leases and quota lie in ${theirs}, those of these settings in ${ours}: both could work on the space at once`,
      `작업의 점유와 한도는 ${theirs}에, 이 설정의 것은 ${ours}에 있어 둘이 동시에 스페이스를 작업할 수 있습니다`,
    ),
  placesGive: (schema: string) =>
    words(`Give --coordination-schema ${schema}.`, `--coordination-schema ${schema}을(를) 지정하십시오.`),
} as const;
